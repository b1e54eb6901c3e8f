"""The settings that tests run with: the real ones, in the environment called `test`."""

import os

os.environ["JAKINFO_ENV"] = "test"

from jakinfo.settings import *
