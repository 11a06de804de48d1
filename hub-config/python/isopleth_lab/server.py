"""In every user's server: a kernel that the memory limit stopped says so in its notebook, and what a cell shows while no browser looks is kept.

JupyterLab draws what arrives at an open page and nothing else. So outputs are followed here, too, cell by cell, and written into the notebook's file
when the page that ran the cell is gone."""
import asyncio
import json
import os

import jupyterlab.commands
from jupyter_core.utils import ensure_async
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_client.jsonutil import json_default


# Nobody builds a front end here; at each start JupyterLab would run node three times to ask yarn, which is not there, for its registry.
jupyterlab.commands._yarn_config = lambda _logger: {"yarn config": {}, "npm config": {}}

PATIENCE = 5.0  # [s] for a page to come back


def kills():
    """How many processes the memory limit of this server has stopped."""
    group = os.environ.get("JUPYTERHUB_SERVER_GROUP", "")
    for file in ("memory.oom_control", "memory.events"):
        try:
            with open(f"{group}/{file}", encoding="ascii") as f:
                return next((int(line.split()[1]) for line in f if line.startswith("oom_kill ")), 0)
        except OSError:
            continue
    return 0


def words():
    """What the notebook is told."""
    limit = int(os.environ.get("MEM_LIMIT", "0")) / 2**30
    return (
        f"The kernel was stopped: this server's limit of {limit:.3g} GiB of memory was reached. Its variables are gone; files are not.\n"
        "Select before you load, shut down other notebooks' kernels, or start a larger server where the lab offers one.\n"
    )


class Cell:
    """The outputs of one running cell, as a notebook has them."""

    def __init__(self, identity, code, page):
        self.page = page
        self.identity, self.code, self.count, self.outputs, self._clear = identity, code, None, [], False
        self.alone = False  # the page that ran it is gone
        self.unseen = False  # something came while it was away

    def take(self, kind, content):
        """Takes a message of the kernel."""
        if kind == "execute_input":
            self.count = content["execution_count"]
        elif kind == "clear_output":
            self._clear = content.get("wait", False)
            if not self._clear:
                self.outputs.clear()
        elif kind == "stream":
            self._room()
            last = self.outputs[-1] if self.outputs else {}
            if last.get("output_type") == "stream" and last["name"] == content["name"]:
                last["text"] += content["text"]
            else:
                self.outputs.append({"output_type": "stream", "name": content["name"], "text": content["text"]})
        elif kind in ("display_data", "execute_result"):
            self._room()
            output = {"output_type": kind, "data": content["data"], "metadata": content.get("metadata", {}), "_id": content.get("transient", {}).get("display_id")}
            if kind == "execute_result":
                output["execution_count"] = content["execution_count"]
            self.outputs.append(output)
        elif kind == "update_display_data":
            for output in self.outputs:
                if output.get("_id") and output["_id"] == content.get("transient", {}).get("display_id"):
                    output.update(data=content["data"], metadata=content.get("metadata", {}))
        elif kind == "error":
            self._room()
            self.outputs.append({"output_type": "error", **{key: content[key] for key in ("ename", "evalue", "traceback")}})

    def write(self, notebook):
        """Puts the outputs into a notebook; a cell that was never saved is put at its end."""
        cell = next((cell for cell in notebook["cells"] if cell.get("id") == self.identity), None)
        if cell is None or cell["cell_type"] != "code":
            cell = {"cell_type": "code", "id": self.identity, "metadata": {}, "source": self.code}
            notebook["cells"].append(cell)
        cell["outputs"] = [{key: value for key, value in output.items() if key != "_id"} for output in self.outputs]
        cell["execution_count"] = self.count

    def _room(self):
        if self._clear:
            self.outputs.clear()
            self._clear = False


class Follower:
    """Follows one kernel's outputs, from its first cell on."""

    all = {}

    def __init__(self, kernels, sessions, contents, kernel_id, log):
        self._kernels, self._sessions, self._contents, self._kernel_id, self._log = kernels, sessions, contents, kernel_id, log
        self.cells, self._writing, self._due = {}, None, {}
        kernel = kernels.get_kernel(kernel_id)
        self._session, self._stream = kernel.session, kernel.connect_iopub()
        self._stream.on_recv(self._receive)

    @classmethod
    def of(cls, handler, kernel_id):
        """The kernel's follower, made when it is first asked for; those of kernels that are gone are let go."""
        for gone in [identity for identity in cls.all if identity not in handler.kernel_manager]:
            cls.all.pop(gone)._stream.close()
        if kernel_id not in cls.all:
            cls.all[kernel_id] = cls(handler.kernel_manager, handler.session_manager, handler.contents_manager, kernel_id, handler.log)
        return cls.all[kernel_id]

    def _receive(self, parts):
        _, parts = self._session.feed_identities(parts)
        message = self._session.deserialize(parts)
        request = message["parent_header"].get("msg_id")
        cell = self.cells.get(request)
        if cell is None:
            return
        kind, content = message["msg_type"], message["content"]
        cell.take(kind, content)
        cell.unseen |= cell.page not in ZMQChannelsWebsocketConnection._open_sessions
        if cell.alone:
            self.keep(cell)
        if kind == "status" and content["execution_state"] == "idle":
            del self.cells[request]

    def keep(self, cell):
        """Writes a cell's outputs into the file, at most once a second."""
        self._due[id(cell)] = cell
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())

    async def _write(self):
        while self._due:
            await asyncio.sleep(1)
            cells, self._due = list(self._due.values()), {}
            try:
                session = await ensure_async(self._sessions.get_session(kernel_id=self._kernel_id))
                model = await ensure_async(self._contents.get(session["path"], type="notebook"))
                for cell in cells:
                    cell.write(model["content"])
                await ensure_async(self._contents.save({"type": "notebook", "format": "json", "content": model["content"]}, session["path"]))
            except Exception as e:
                # A console has no notebook, and a notebook may have been deleted meanwhile.
                self._log.warning("what a cell showed could not be kept: %s", e)


class LabKernels(AsyncMappingKernelManager):
    """The server's kernels."""

    async def restart_kernel(self, kernel_id, now=False):
        answer = await super().restart_kernel(kernel_id, now=now)
        # Whatever ran is gone. A kernel that is held for busy is not waited for when a page connects, and the page misses what it shows first.
        self.get_kernel(kernel_id).execution_state = "starting"
        return answer


class LabChannels(ZMQChannelsWebsocketConnection):
    """A page's connection to a kernel."""

    _kills = None
    _last_header = None
    _cells = ()
    _connected = None
    _left = False

    async def _register_session(self):
        # After a restart, or when its connection breaks, a page opens its second connection before the first is seen to be closed. Both have one name
        # at the kernel, where they would take it from one another by turns, and requests be lost: so the first is ended here.
        stale = self._open_sessions.get(f"{self.kernel_id}:{self.session.session}")
        await super()._register_session()
        first = getattr(stale, "connection", None)
        if first is not None and first._connected is not None:
            await asyncio.wait([first._connected])
            first.disconnect()

    def connect(self):
        self._kills = kills()
        if self._open_sessions.get(self.session_key) is self.websocket_handler:
            self._connected = super().connect()
            return self._connected
        # The page has opened another meanwhile.
        self._left = True
        self.websocket_handler.close()
        nothing = asyncio.get_event_loop().create_future()
        nothing.set_result(None)
        return nothing

    def handle_incoming_message(self, incoming_msg):
        try:
            self._note(incoming_msg)
        except Exception as e:
            self.log.warning("a cell is not followed: %s", e)
        super().handle_incoming_message(incoming_msg)

    def _note(self, text):
        if self.subprotocol == "v1.kernel.websocket.jupyter.org":
            channel, parts = deserialize_msg_from_ws_v1(text)
            header, _, metadata, content = (json.loads(part) for part in parts[:4])
        elif isinstance(text, str):
            message = json.loads(text)
            channel, header, metadata, content = message.get("channel"), message["header"], message["metadata"], message["content"]
        else:
            return
        if channel == "shell" and header["msg_type"] == "execute_request" and not content.get("silent"):
            self._last_header = header
            if metadata.get("cellId"):
                cells = Follower.of(self.websocket_handler, self.kernel_id).cells
                cells[header["msg_id"]] = Cell(metadata["cellId"], content["code"], self.session_key)
                self._cells = [*(cell for cell in self._cells if cell in cells.values()), cells[header["msg_id"]]]

    def disconnect(self):
        if self._left:
            return
        self._left = True
        super().disconnect()
        # A page whose connection broke comes back at once, as the same session, and is sent what it missed.
        asyncio.get_event_loop().call_later(PATIENCE, self._leave)

    def _leave(self):
        if self.session_key in self._open_sessions:
            return
        follower = Follower.all.get(self.kernel_id)
        for cell in [cell for cell in self._cells if follower is not None and (cell.unseen or cell in follower.cells.values())]:
            cell.alone = True
            follower.keep(cell)

    def on_kernel_restarted(self):
        now = kills()
        if self._kills is not None and now > self._kills:
            self._tell(words())
        self._kills = now
        super().on_kernel_restarted()

    def _tell(self, text):
        """Shows a text below the cell that ran last."""
        message = self.session.msg("stream", {"name": "stderr", "text": text}, parent={"header": self._last_header or {}})
        message["parent_header"] = self._last_header or {}
        if self.subprotocol == "v1.kernel.websocket.jupyter.org":
            self.write_message(serialize_msg_to_ws_v1(message, "iopub", self.session.pack), binary=True)
        else:
            message["channel"] = "iopub"
            self.write_message(json.dumps(message, default=json_default))
