from tests.domain.conftest import files  # noqa: F401
