"""A notebook through nbclient: outputs in their cells, an error told with its traceback, a cell that lasts too long stopped.

Prints one JSON object a step: {"step": name, "saw": value}.
"""
import json

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

v4 = nbformat.v4


def tell(step, saw):
    print(json.dumps({"step": step, "saw": saw}), flush=True)


def notebook(*cells):
    return v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells], metadata={"kernelspec": {"name": ".net-csharp", "display_name": ".NET (C#)", "language": "C#"}})


ran = NotebookClient(notebook(
    "var heights = new[] { 3357.0, 1281 };",
    'Console.WriteLine("two volcanoes");\nheights.Max()',
    'display(HTML("<b>Etna</b>"));',
    "var bar = display(1);\nbar.Update(2);",
), timeout=120).execute()
tell("outputs", [[[o["output_type"], o.get("text") or o["data"].get("text/html") or o["data"]["text/plain"]] for o in cell.outputs] for cell in ran.cells])
tell("counts", [cell.execution_count for cell in ran.cells])
tell("language", ran.metadata["language_info"]["name"])

try:
    NotebookClient(notebook("var z = 0;\n1 / z"), timeout=120).execute()
except CellExecutionError as error:
    tell("error", [error.ename, "Cell 1, line 2" in error.traceback])

went_on = NotebookClient(notebook("undefined", "6 * 7"), timeout=120, allow_errors=True).execute()
tell("went on", went_on.cells[1].outputs[0]["data"]["text/plain"])

try:
    NotebookClient(notebook("1", "while (true) { }"), timeout=6).execute()
except CellTimeoutError:
    tell("timeout", True)

stopped = NotebookClient(notebook("var x = 5;", "while (true) { }", "x"), timeout=6, interrupt_on_timeout=True, allow_errors=True).execute()
tell("stopped", [stopped.cells[1].outputs[0]["ename"], stopped.cells[2].outputs[0]["data"]["text/plain"]])
