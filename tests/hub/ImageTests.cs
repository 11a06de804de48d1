using System.Text.Json.Nodes;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary><c>./isopleth image</c>: the OCI image for container hubs, built and run by podman.</summary>
[Collection(SharedLab.Tests)]
public sealed class ImageTests(SharedLab shared)
{
    private const string Tag = "isopleth-of-the-tests";

    [Fact]
    public async Task Image_IsBuilt_AndItsContainerRunsANotebookAndServesJupyterLab()
    {
        var lab = shared.Ready();
        Assert.SkipUnless(LongRun.Of(10) > 1, "Run with --full: some minutes and 7 GB of disk.");
        Assert.SkipUnless(Podman("--version").Status == 0, "podman is not here: apt-get install --no-install-recommends podman runc");
        lab.Must("image", "--tag", Tag);
        try
        {
            var about = JsonNode.Parse(Podman("image", "inspect", Tag).Output)![0]!["Config"]!;
            Assert.Equal("1000:1000", (string?)about["User"]);
            Assert.Equal("/home/user", (string?)about["WorkingDir"]);
            var first = Container("true");
            Assert.SkipWhen(first.Status is 126 or 127 or 125, $"podman builds the image here but starts no container: {first.Error}");

            // A notebook, by the user of the image, from a kernel to a map.
            var (status, output, error) = Container("sh", "-c", "id -u; isopleth run notebooks/00-start-here.ipynb /tmp/out.ipynb 2>&1");
            Assert.True(status == 0, output + error);
            Assert.StartsWith("1000\n", output, StringComparison.Ordinal);
            Assert.Matches(@"/tmp/out\.ipynb: \d+ cells in", output);

            // And what it does when it is told nothing: JupyterLab, with a token of its own.
            var port = Lab.FreePort();
            var name = $"{Tag}-{port}";
            Assert.Equal(0, Podman([.. Run, "--detach", "--name", name, "--publish", $"127.0.0.1:{port}:8888", Tag]).Status);
            try
            {
                using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
                await LabUser.WaitAsync(async () =>
                {
                    try
                    {
                        return (await client.GetAsync("api")).IsSuccessStatusCode;
                    }
                    catch (HttpRequestException)
                    {
                        return false;
                    }
                }, "JupyterLab in the container");
                Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await client.GetAsync("api/kernels")).StatusCode);
            }
            finally
            {
                Podman("rm", "--force", name);
            }
        }
        finally
        {
            Podman("image", "rm", "--force", Tag);
        }
    }

    // runc and limits of its own, for podman's defaults ask for more than a container or virtual machine may be allowed to give.
    private static string[] Run => ["--runtime", "runc", "run", "--rm", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=4096:4096"];

    private static (int Status, string Output, string Error) Container(params string[] command) => Podman([.. Run, Tag, .. command]);

    private static (int Status, string Output, string Error) Podman(params string[] arguments) => ProgramRun.Run("/usr/bin/env", ["podman", .. arguments]);
}
