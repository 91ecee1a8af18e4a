"""A made-up programme whose truth is known: `waves demo`.

140 members, eight waves, exports of four survey tools, and all that happens to a programme in
nine years: see `project/README.md`. What was drawn stands beside it in `truth/`. Nothing here
reads what the pipeline makes of it.
"""

from pipelines.demo.write import write_demo

__all__ = ["write_demo"]
