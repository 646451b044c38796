"""A home whose account shows a school from its cache without any server."""

import json

from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profile, Profiles, profile_id
from tests.domain import chat_school
from tests.domain.chat_school import GROUP, SCHOOL
from tests.fakes.domain_engine import ME, Files, ScriptedEngine

_SERVER = "http://127.0.0.1:9"


def prepare_home(folder):
    """Write profile, settings and databases into `folder`; the group with 100 messages was open last."""
    paths = Paths(folder)
    identifier = profile_id(ME, _SERVER)
    Profiles(paths).put(Profile(identifier, ME, _SERVER, "school.test", "周敏", anchors=(SCHOOL,)))
    paths.settings_file.write_text(json.dumps({"last_rooms": {identifier: GROUP}}), encoding="utf-8")
    profile = paths.profile(identifier)
    profile.data.mkdir(parents=True, exist_ok=True)
    profile.cache.mkdir(parents=True, exist_ok=True)
    files = Files.make(profile.cache)
    engine = ScriptedEngine(files)
    rooms = chat_school.school_rooms(engine)
    rooms[GROUP]["timeline"] = chat_school.messages(engine, 100)
    engine.take_in_now(rooms)
    files.close()
    (profile.cache / "local.db").replace(profile.local_db)
    return paths
