"""A session through jupyter_client's own kernel manager: what a front end written in Python does.

Prints one JSON object a step: {"step": name, "saw": value}.
"""
import json
import time

from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name=".net-csharp", startup_timeout=120)


def tell(step, saw):
    print(json.dumps({"step": step, "saw": saw}), flush=True)


def run(code, **options):
    """Runs a cell; its status, and its outputs as one text."""
    seen = []

    def keep(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            seen.append(content["name"] + ":" + content["text"])
        elif message["msg_type"] in ("execute_result", "display_data"):
            seen.append("result:" + content["data"]["text/plain"])
        elif message["msg_type"] == "error":
            seen.append("error:" + content["ename"])

    reply = client.execute_interactive(code, output_hook=keep, timeout=120, **options)
    return [reply["content"]["status"], "".join(seen)]


def answer(message):
    client.input("Etna" if not message["content"]["password"] else "secret")


tell("state", [run("var x = 40;"), run("x + 2")])
tell("streams", run('Console.Write("out"); Console.Error.Write("err");'))
tell("native streams", [run('System.Diagnostics.Process.Start("echo", "child ☃").WaitForExit(); 1'),
                        run('[System.Runtime.InteropServices.DllImport("libc")] static extern int printf(string text);\nprintf("native"); 2')])
tell("error", run('throw new InvalidOperationException("no plume");'))
tell("input", run('$"{Console.ReadLine()} {await GetPasswordAsync("word")}"', allow_stdin=True, stdin_hook=answer))
tell("silent", run("x = 41; x", silent=True))
tell("completion", client.complete("Console.WriteL", reply=True, timeout=60)["content"]["matches"])
tell("inspection", "square root" in client.inspect("Math.Sqrt", reply=True, timeout=60)["content"]["data"]["text/plain"])

message = client.execute("while (true) { }")
time.sleep(1)
manager.interrupt_kernel()
tell("interrupt", client.get_shell_msg(timeout=60)["content"].get("ename"))
tell("after interrupt", run("x"))

manager.restart_kernel(now=False)
client.wait_for_ready(timeout=120)
tell("restart", run("x")[0])
client.stop_channels()
manager.shutdown_kernel()
tell("ended", manager.has_kernel)
