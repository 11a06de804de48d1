"""jupyter-console in a terminal of its own: typed lines, a block over several lines, a Tab, an error, the end.

No Ctrl-C: jupyter-console 6.4 on Python 3.11 does not pass it to any kernel, IPython's own included.

Prints one JSON object a step: {"step": name, "saw": value}.
"""
import json
import os
import sys
import time

import pexpect

os.environ.update(PROMPT_TOOLKIT_NO_CPR="1", TERM="xterm", PYTHONUNBUFFERED="1")
console = pexpect.spawn(sys.executable, ["-m", "jupyter_console", "--kernel", ".net-csharp"], encoding="utf-8", timeout=60, dimensions=(40, 160))


def tell(step, saw):
    print(json.dumps({"step": step, "saw": saw}), flush=True)


def expect(step, *words):
    """Waits for one of some words; tells which came."""
    tell(step, words[console.expect_exact(list(words))])


def prompt(number):
    """Waits for the prompt of a cell; its number and brackets are coloured one by one."""
    console.expect(rf"In \[[^\n]*?{number}[^\n]*?\]: ")
    console.expect_exact("\x1b[?25h")


try:
    expect("banner", "Isopleth: C#")
    prompt(1)
    console.send("6 * 7\r")
    expect("result", "42")
    prompt(2)
    for line in ("for (int i = 0; i < 2; i++) {", 'Console.WriteLine($"line {i}");', "}", "", ""):
        console.send(line + "\r")  # the console asks the kernel whether the cell is complete
        time.sleep(2)
    expect("block", "line 1")
    prompt(3)
    console.send("Console.WriteL\t")
    time.sleep(3)
    console.send('("tab" + 9);\r')
    expect("completed", "tab9")
    prompt(4)
    console.send("undefinedd\r")
    expect("error", "CS0103")
    prompt(5)
    console.sendeof()
    if console.expect_exact(["([y]/n)?", pexpect.EOF]) == 0:
        console.send("y\r")
        console.expect(pexpect.EOF)
    console.close()
    tell("ended", console.exitstatus)
except pexpect.ExceptionPexpect:
    sys.exit(str(console))
