"""What changed between two sides of a workspace, for the person who has to approve it.

In: two sides, each a workspace at a revision, in a folder, or a PDF. Out: a `Comparison`: for each
leaflet that differs its words side by side and its pages as pictures. Promised: nothing of either
side is changed, no program of a repository is run, and no words are left out in silence: a topic
that cannot be printed on one side is a Problem, never a removed paragraph.
"""
