"""enter.py USER COMMAND…: runs a command as it would run in the user's notebooks: in that user's network, /tmp and home. For the lab's root."""
import os
import sys

from isopleth_lab import place

user = place.user_named(sys.argv[1])
namespace = place.network(user.pw_uid)
place.private_folders(user.pw_uid)
place.seed_home(user)
environment = place.environment(user) | {name: os.environ[name] for name in ("TERM",) if name in os.environ}
place.enter(user, namespace)
os.execvpe(sys.argv[2], sys.argv[2:], environment)
