"""Rules for leaflets: each looks at what was written and gives Problems."""
