from tests.domain.conftest import engine, files

__all__ = ["engine", "files"]
