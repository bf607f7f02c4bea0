"""What the program costs: ``make bench``."""

import warnings

warnings.filterwarnings("ignore", message="Using `httpx`")  # fastapi.testclient, which is for tests only
