"""`handout batch --print-run`: one file for the printer, whose pages are whose, and no mixing."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result

from handout.batch import printing
from handout.build import section
from workspaces import CLINIC, TOPIC, handout_command, workspace
