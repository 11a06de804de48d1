"""A front end of widgets, as jupyter_client sees them: opens comms, moves sliders while a cell runs, presses buttons.

Prints one JSON object a step: {"step": name, "saw": whatever was seen}.
"""
import json
import queue
import sys
import time
import uuid

from jupyter_client.manager import KernelManager

LONGEST = 60


def tell(step, saw):
    print(json.dumps({"step": step, "saw": saw}), flush=True)


class FrontEnd:
    def __init__(self, client):
        self.client = client
        self.seen = []

    def run(self, code):
        return self.client.execute(code)

    def comm(self, kind, comm_id, data, subshell=None, **content):
        message = self.client.session.msg(kind, {"comm_id": comm_id, "data": data, **content})
        if subshell:
            message["header"]["subshell_id"] = subshell
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def update(self, comm_id, state, subshell=None):
        return self.comm("comm_msg", comm_id, {"method": "update", "state": state, "buffer_paths": []}, subshell)

    def until(self, wanted):
        """Reads what the kernel publishes until a message fits, and gives that message."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=1)
            except queue.Empty:
                continue
            self.seen.append(message)
            if wanted(message):
                return message
        raise TimeoutError([(m["msg_type"], m["content"]) for m in self.seen[-20:]])

    def idle(self, request):
        """What a request made the kernel publish, until its idle."""
        first = len(self.seen)
        self.until(lambda m: m["msg_type"] == "status" and m["content"]["execution_state"] == "idle" and m["parent_header"].get("msg_id") == request)
        return self.seen[first:]

    def control(self, kind, content=None):
        message = self.client.session.msg(kind, content or {})
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=LONGEST)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return reply["content"]


def texts(messages, name="stdout"):
    return "".join(m["content"]["text"] for m in messages if m["msg_type"] == "stream" and m["content"]["name"] == name)


def data(messages, kind="comm_msg"):
    return [m["content"]["data"] for m in messages if m["msg_type"] == kind]


def has_text(text):
    return lambda m: m["msg_type"] == "stream" and text in m["content"]["text"]


def main():
    manager = KernelManager(kernel_name=".net-csharp")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=LONGEST)
    lab = FrontEnd(client)
    try:
        cell = lab.run('var s = new IntSlider(1, 10, value: 3) { Description = "k" }; s.Changed += v => { Console.WriteLine($"moved to {v}"); if (v == 9) throw new FormatException("nine"); }; s')
        shown = lab.idle(cell)
        opened = [m for m in shown if m["msg_type"] == "comm_open"]
        slider = opened[-1]["content"]["comm_id"]
        state = opened[-1]["content"]["data"]["state"]
        result = [m for m in shown if m["msg_type"] == "execute_result"][0]["content"]["data"]
        tell("open", {
            "target": opened[-1]["content"]["target_name"], "version": opened[-1]["metadata"].get("version"), "parent": opened[-1]["parent_header"].get("msg_id") == cell,
            "model": state["_model_name"], "value": state["value"], "max": state["max"], "buffer_paths": opened[-1]["content"]["data"]["buffer_paths"],
            "view": result["application/vnd.jupyter.widget-view+json"] == {"model_id": slider, "version_major": 2, "version_minor": 0},
            "html": result["text/html"], "text": result["text/plain"]})

        moved = lab.idle(lab.update(slider, {"value": 7}))
        handler = lab.until(has_text("moved"))
        tell("move", {"text": texts([handler]), "in the cell": handler["parent_header"]["msg_id"] == cell, "echo": data(moved)})
        tell("read", texts(lab.idle(lab.run("Console.WriteLine(s.Value);"))))
        tell("set", data(lab.idle(lab.run("s.Value = 5; s.Max = 8;"))))
        lab.idle(lab.run("s.Max = 10;"))
        lab.idle(lab.update(slider, {"value": 9}))
        tell("handler fails", texts([lab.until(has_text("nine"))], "stderr"))
        tell("nonsense", [m["content"]["evalue"] for m in lab.idle(lab.update(slider, {"value": "far"})) if m["msg_type"] == "error"])
        tell("beyond", data(lab.idle(lab.update(slider, {"value": 99}))))
        tell("request_state", data(lab.idle(lab.comm("comm_msg", slider, {"method": "request_state"})))[0]["state"]["value"])

        control = uuid.uuid4().hex
        lab.idle(lab.comm("comm_open", control, {}, target_name="jupyter.widget.control"))
        states = data(lab.idle(lab.comm("comm_msg", control, {"method": "request_states"})))[0]
        tell("control", {"method": states["method"], "model": states["states"][slider]["model_name"], "module": states["states"][slider]["model_module"], "value": states["states"][slider]["state"]["value"]})

        # Mid-cell: the cell waits for the button, which only a subshell can press.
        subshell = lab.control("create_subshell_request")["subshell_id"]
        cell = lab.run('var stop = false; var b = new Button("stop"); b.Clicked += () => { stop = true; Console.WriteLine("pressed"); }; display(b); Console.WriteLine("waiting"); while (!stop) { } Console.WriteLine("went on");')
        button = lab.until(lambda m: m["msg_type"] == "comm_open")["content"]["comm_id"]
        lab.until(has_text("waiting"))
        lab.comm("comm_msg", button, {"method": "custom", "content": {"event": "click"}}, subshell)
        tell("mid-cell", texts(lab.idle(cell)))

        # An endless handler is interrupted as a cell is, and an async one comes back to the cell's thread.
        lab.idle(lab.run('var loop = new Button("loop"); loop.Clicked += () => { Console.WriteLine("looping"); while (true) { } }; display(loop);'))
        loop = [m for m in lab.seen if m["msg_type"] == "comm_open"][-1]["content"]["comm_id"]
        click = lab.comm("comm_msg", loop, {"method": "custom", "content": {"event": "click"}})
        lab.until(has_text("looping"))
        lab.control("interrupt_request")
        lab.idle(click)
        tell("interrupt", texts(lab.idle(lab.run("Console.WriteLine(s.Value);"))))
        cell = lab.run('Console.WriteLine("short"); System.Threading.Thread.Sleep(700);')
        lab.until(has_text("short"))
        lab.comm("comm_msg", loop, {"method": "custom", "content": {"event": "click"}}, subshell)
        lab.until(has_text("looping"))
        lab.idle(cell)
        lab.control("interrupt_request")
        lab.until(has_text("interrupted"))
        tell("interrupt beside", texts(lab.idle(lab.run("Console.WriteLine(s.Value);"))))
        lab.idle(lab.run('var later = new Button("later"); later.Clicked += async () => { await Task.Delay(50); Console.WriteLine("later"); throw new FormatException("too late"); }; display(later);'))
        later = [m for m in lab.seen if m["msg_type"] == "comm_open"][-1]["content"]["comm_id"]
        lab.comm("comm_msg", later, {"method": "custom", "content": {"event": "click"}})
        lab.until(has_text("later"))
        lab.until(has_text("too late"))
        tell("async handler", texts(lab.idle(lab.run("Console.WriteLine(s.Value);"))))

        # Interact: a burst of moves makes few drawings, the last of them of the newest value; an error is shown in the drawing's place.
        drawn = lab.idle(lab.run('var drawings = 0; Interact(([Range(1, 50)] int k = 3, [Range(0, 1)] double sigma = 0.5) => { drawings++; System.Threading.Thread.Sleep(100); Console.WriteLine($"drawing {drawings}"); if (k == 13) throw new FormatException("unlucky"); return HTML($"<b>k is {k}</b>"); });'))
        k = [m for m in drawn if m["msg_type"] == "comm_open"][0]["content"]
        tell("interact", {"first": [m["content"]["data"].get("text/html", m["content"]["data"]["text/plain"]) for m in drawn if m["msg_type"] == "display_data"], "control": k["data"]["state"]["description"]})
        for value in range(4, 41):
            lab.update(k["comm_id"], {"value": value})
        newest = lab.until(lambda m: m["msg_type"] == "update_display_data" and "k is 40" in m["content"]["data"].get("text/html", ""))
        tell("newest", {"drawings": int(texts(lab.idle(lab.run("Console.WriteLine(drawings);")))), "in the cell": newest["parent_header"]["msg_id"] == drawn[0]["parent_header"]["msg_id"]})
        lab.update(k["comm_id"], {"value": 13})
        failed = lab.until(lambda m: m["msg_type"] == "update_display_data" and "unlucky" in m["content"]["data"]["text/plain"])
        lab.update(k["comm_id"], {"value": 14})
        lab.until(lambda m: m["msg_type"] == "update_display_data" and "k is 14" in m["content"]["data"].get("text/html", ""))
        tell("drawing fails", failed["content"]["data"]["text/plain"])

        # Boxes open what they hold before themselves; an Output keeps what is written while it captures.
        box = lab.idle(lab.run('var o = new Output(); var tab = new Tab(("one", new VBox(s, o)), ("two", new Label("text"))); s.Layout.Width = "300px"; s.Style.DescriptionWidth = "initial"; display(tab); using (o.Capture()) { Console.WriteLine("inside"); display(HTML("<b>bold</b>")); } Console.WriteLine("outside");'))
        opened = [m["content"] for m in box if m["msg_type"] == "comm_open"]
        tell("box", {"order": [o["data"]["state"]["_model_name"] for o in opened], "children": [len(o["data"]["state"].get("children", [])) for o in opened],
                     "references": all(c[10:] in [slider] + [o["comm_id"] for o in opened] for o in opened for c in o["data"]["state"].get("children", [])),
                     "outputs": data(box)[-1]["state"]["outputs"], "text": texts(box)})
        closed = lab.idle(lab.run("s.Close();"))
        tell("close", [m["content"]["comm_id"] == slider for m in closed if m["msg_type"] == "comm_close"])
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    sys.exit(main())
