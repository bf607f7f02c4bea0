"""``python -m app.editions``: the order as JSON comes in, the edition goes out.

The worker calls it: it may not know the web itself, and what this process loads goes with it.
"""

import sys

from app.db import make_engine, session_scope
from app.editions.archive import Unfit, edition
from app.queries.made_documents import ORDERS
from app.settings import get_settings
from app.typesetter import terms_of


def main() -> int:
    """0 and the file, or 1 and a sentence where none can be made."""
    order = ORDERS.validate_json(sys.stdin.buffer.read())
    with session_scope(make_engine(get_settings().database_url)) as session:
        try:
            data = edition(session, order.summit, terms_of(order), order.language)
        except (Unfit, LookupError) as unfit:
            print(unfit, file=sys.stderr)
            return 1
    sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
