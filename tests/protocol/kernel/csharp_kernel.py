"""jupyter_kernel_test against the C# kernel, every sample set, so that no test has a reason to skip.

Prints one JSON object a test: {"test": name, "outcome": "passed" | "failed" | "skipped", "detail": text}.
"""
import json
import sys
import unittest

import jupyter_kernel_test


class CSharpKernel(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("careful");'

    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "foreac", "matches": {"foreach"}},
        {"text": "using System.Globaliz", "matches": {"Globalization"}},
        {"text": '"Ätna 🌋".ToUpperInv', "matches": {"ToUpperInvariant"}},
    ]

    complete_code_samples = ["1 + 1", "var x = 1;", "for (int i = 0; i < 3; i++) { }", "// a comment"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", 'Console.WriteLine("a"', "class Plume {", "/* open"]
    invalid_code_samples = ["var x = );", "int int = 3;", "}"]

    code_page_something = 'Page("a long text");'
    code_generate_error = 'throw new InvalidOperationException("no plume");'

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "new[] { 1, 2, 3 }", "result": "[1, 2, 3]"},
        {"code": 'catalogue["simulated.so2.etna"].Name', "result": "simulated.so2.etna"},
        {"code": "new { Name = \"Etna\" }", "mime": "text/html"},
    ]

    code_display_data = [
        {"code": 'display("plain");', "mime": "text/plain"},
        {"code": 'HTML("<b>bold</b>").Display();', "mime": "text/html"},
        {"code": 'display("<svg xmlns=\'http://www.w3.org/2000/svg\'/>", "image/svg+xml");', "mime": "image/svg+xml"},
        {"code": 'display(new byte[] { 0x89, 80, 78, 71, 13, 10, 26, 10 });', "mime": "image/png"},
    ]

    code_history_pattern = "6 ? 7*"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "Math.Sqrt"
    code_clear_output = "ClearOutput();"


class JsonResult(unittest.TestResult):
    """One line a test; a skip or a failure of a part is one of the whole."""

    def __init__(self):
        super().__init__()
        self.troubles = []

    def startTest(self, test):
        super().startTest(test)
        self.troubles = []

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.troubles.append(("skipped", reason))

    def addError(self, test, err):
        super().addError(test, err)
        self.troubles.append(("failed", self._exc_info_to_string(err, test)))

    def addFailure(self, test, err):
        self.addError(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.troubles.append(("failed", self._exc_info_to_string(err, subtest)))

    def stopTest(self, test):
        super().stopTest(test)
        outcome, detail = max(self.troubles, default=("passed", ""), key=lambda t: t[0] == "failed")
        print(json.dumps({"test": test._testMethodName, "outcome": outcome, "detail": detail}), flush=True)


if __name__ == "__main__":
    result = JsonResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(CSharpKernel).run(result)
    for test, error in result.errors:
        if not hasattr(test, "_testMethodName"):
            sys.exit(error)
