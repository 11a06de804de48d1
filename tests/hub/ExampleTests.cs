namespace Isopleth.Tests.Hub;

/// <summary>The files that go to other hubs, and <c>authentication: oidc</c>. What they configure is not in the image; the names that it knows are in <c>upstream.json</c>, each with its source.
/// What JupyterHub and Slurm themselves know is asked of those in the lab.</summary>
[Collection(SharedLab.Tests)]
public sealed class ExampleTests(SharedLab shared)
{
    [Fact]
    public void Slurm_SetsWhatBatchspawnerAndJupyterHubKnow_AndSlurmTakesTheScript() => Assert.Equal("", Python("""
        sys.modules["batchspawner"] = types.ModuleType("batchspawner")
        c = run(example)
        known = upstream["batchspawner.SlurmSpawner"]
        for name in c.SlurmSpawner:
            if name not in known["settings"]: print("SlurmSpawner has no", name)
        tell(c.Spawner, Spawner)
        tell(c.JupyterHub, JupyterHub)
        words = dict.fromkeys(known["words of the script"], "") | {"cmd": "batchspawner-singleuser jupyterhub-singleuser", "homedir": "/tmp", "keepvars": "PATH"}
        words |= {name[4:]: value for name, value in c.SlurmSpawner.items() if name.startswith("req_")} | {"partition": "lab", "memory": "600M", "nprocs": "1"}
        script = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(c.SlurmSpawner.batch_script).render(words)
        for command in (["bash", "-n"], ["sbatch", "--test-only"]):
            ran = subprocess.run(command, input=script, text=True, capture_output=True)
            if ran.returncode: print(*command, ran.stderr)
        """, "slurm.py"));

    [Fact]
    public void Kubernetes_SetsWhatTheChartKnows() => Assert.Equal("", Python("""
        def walk(values, known, path):
            for key, value in values.items():
                if key not in known: print("the chart has no", path + key)
                elif isinstance(known[key], dict): walk(value, known[key], path + key + ".")
        values = yaml.safe_load(example)
        walk(values, upstream["zero-to-jupyterhub"]["values"], "")
        for name in values["hub"]["config"]["GenericOAuthenticator"]:
            if name not in upstream["oauthenticator.GenericOAuthenticator"]["settings"]: print("GenericOAuthenticator has no", name)
        tell(values["hub"]["config"]["JupyterHub"], JupyterHub)
        for profile in values["singleuser"]["profileList"]:
            for name in profile:
                if name not in upstream["kubespawner profile"]["settings"]: print("a profile has no", name)
            tell(profile["kubespawner_override"], Spawner)
        """, "kubernetes.yaml"));

    [Fact]
    public void Oidc_SetsWhatOauthenticatorKnows() => Assert.Equal("", Python("""
        open("/tmp/secret", "w").write("s3cret\n")
        open("/tmp/lab.yaml", "w").write("authentication: { kind: oidc, oidc: { client_id: lab, client_secret_file: /tmp/secret, authorize_url: 'https://a/1', token_url: 'https://a/2', userdata_url: 'https://a/3', callback_url: 'https://lab/hub/oauth_callback' } }")
        from isopleth_lab import settings
        settings.FILE = "/tmp/lab.yaml"
        # What the file writes besides goes elsewhere than to the running hub's.
        os.mkdir("/tmp/state")
        c = run(open("/opt/isopleth/hub-config/jupyterhub_config.py").read().replace('"/var/lib/jupyterhub"', '"/tmp/state"'))
        for name in c.GenericOAuthenticator:
            if name not in upstream["oauthenticator.GenericOAuthenticator"]["settings"]: print("GenericOAuthenticator has no", name)
        if c.GenericOAuthenticator.client_secret != "s3cret" or c.JupyterHub.authenticator_class != "generic-oauth": print(c)
        tell(c.JupyterHub, JupyterHub)
        tell(c.Spawner, Spawner)
        """));

    private string Python(string code, string? example = null)
    {
        var lab = shared.Ready();
        const string Before = """
            import json, os, subprocess, sys, types, jinja2, yaml
            from jupyterhub.app import JupyterHub
            from jupyterhub.spawner import Spawner
            from traitlets.config import Config
            upstream, example = json.loads(sys.argv[1]), sys.argv[2]
            def run(text):
                c = Config()
                exec(text, {"get_config": lambda: c})
                return c
            def tell(section, owner):
                for name in section:
                    if name not in owner.class_traits(config=True): print(owner.__name__, "has no", name)

            """;
        string Read(params string[] path) => File.ReadAllText(Path.Combine([Samples.RepositoryRoot, .. path]));
        return lab.Inside("unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /tmp; exec python3 -c \"$@\"", "sh", Before + code, Read("tests", "hub", "upstream.json"), example is null ? "" : Read("hub-config", "examples", example)).Trim();
    }
}
