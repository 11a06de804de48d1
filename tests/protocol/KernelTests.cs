namespace Isopleth.Tests.Protocol;

/// <summary>jupyter_kernel_test, one row a test.</summary>
public sealed class KernelTests(KernelTestSuite suite) : IClassFixture<KernelTestSuite>
{
    public static TheoryData<string> Names => new(
        "test_kernel_info", "test_execute_stdout", "test_execute_stderr", "test_completion", "test_is_complete", "test_pager", "test_error",
        "test_execute_result", "test_display_data", "test_history", "test_inspect", "test_clear_output");

    [Theory]
    [MemberData(nameof(Names))]
    public void JupyterKernelTest_Row_PassesAndDoesNotSkip(string name)
    {
        Assert.True(suite.Outcomes.TryGetValue(name, out var said), $"jupyter_kernel_test did not run {name}");
        Assert.True(said.Outcome == "passed", $"{name} {said.Outcome}: {said.Detail}");
    }

    [Fact]
    public void JupyterKernelTest_WhateverElseItHolds_PassesAndDoesNotSkip() =>
        Assert.All(suite.Outcomes, row => Assert.True(row.Value.Outcome == "passed", $"{row.Key} {row.Value.Outcome}: {row.Value.Detail}"));
}
