using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Tests.Labs;

/// <summary>Someone logged in to a lab as a browser would be, and with a token of their own as their scripts would.</summary>
internal sealed class LabUser : IDisposable
{
    private readonly HttpClientHandler _handler;

    private LabUser(Lab lab, string name, string password)
    {
        (Lab, Name, Password) = (lab, name, password);
        _handler = new() { CookieContainer = Cookies, AllowAutoRedirect = true };
        Web = new(_handler) { BaseAddress = lab.Address, Timeout = TimeSpan.FromMinutes(2) };
        Api = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = lab.Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Lab Lab { get; }

    public string Name { get; }

    public string Password { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>With this user's cookies.</summary>
    public HttpClient Web { get; }

    /// <summary>With this user's token, and no cookie.</summary>
    public HttpClient Api { get; }

    public string Token { get; private set; } = "";

    public static async Task<LabUser> LogInAsync(Lab lab, string name, string password)
    {
        var user = new LabUser(lab, name, password);
        (await user.Web.GetAsync("hub/login")).EnsureSuccessStatusCode();
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = name, ["password"] = password, ["_xsrf"] = user.Xsrf("/hub/") };
        using var content = new FormUrlEncodedContent(form);
        // Where it leads starts the server; that is done on purpose later.
        using var still = new HttpClientHandler { CookieContainer = user.Cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(still) { BaseAddress = lab.Address };
        var answer = await client.PostAsync("hub/login", content);
        Expect(answer.StatusCode == HttpStatusCode.Found, $"{name} could not log in: {answer.StatusCode}");
        (await user.Web.GetAsync("hub/token")).EnsureSuccessStatusCode();
        using var ask = new HttpRequestMessage(HttpMethod.Post, $"hub/api/users/{name}/tokens") { Content = JsonContent.Create(new { note = "tests" }) };
        ask.Headers.Add("X-XSRFToken", user.Xsrf("/hub/"));
        var made = await user.Web.SendAsync(ask);
        made.EnsureSuccessStatusCode();
        user.Token = (string)(await made.Content.ReadFromJsonAsync<JsonObject>())!["token"]!;
        user.Api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("token", user.Token);
        return user;
    }

    /// <summary>The cross-site token that a page under a path has been given.</summary>
    public string Xsrf(string path) => Cookies.GetCookies(new Uri(Lab.Address, path))["_xsrf"]?.Value ?? "";

    /// <summary>Starts this user's server and waits until it is ready.</summary>
    /// <param name="server">A named server, or the first one.</param>
    /// <param name="options">What a person would choose on the form, as JSON; null for what the server had before.</param>
    public async Task StartServerAsync(string server = "", string? options = null)
    {
        var path = server.Length == 0 ? $"hub/api/users/{Name}/server" : $"hub/api/users/{Name}/servers/{server}";
        var answer = await Api.PostAsync(path, options is null ? null : new StringContent(options));
        Expect(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        await WaitAsync(async () => (bool?)(await ServersAsync())[server]?["ready"] == true, $"{Name}'s server {server}");
    }

    public async Task StopServerAsync(string server = "")
    {
        await Api.DeleteAsync(server.Length == 0 ? $"hub/api/users/{Name}/server" : $"hub/api/users/{Name}/servers/{server}");
        await WaitAsync(async () => !(await ServersAsync()).ContainsKey(server), $"the end of {Name}'s server {server}");
    }

    /// <summary>This user's servers, as the hub tells them.</summary>
    public async Task<JsonObject> ServersAsync() => (await Api.GetFromJsonAsync<JsonObject>($"hub/api/users/{Name}"))!["servers"]!.AsObject();

    /// <summary>Starts a kernel.</summary>
    public async Task<LabKernel> StartKernelAsync(string spec, string server = "")
    {
        var at = server.Length == 0 ? $"user/{Name}/" : $"user/{Name}/{server}/";
        var answer = await Api.PostAsJsonAsync($"{at}api/kernels", new { name = spec });
        Expect(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await LabKernel.ConnectAsync(this, at, (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!);
    }

    public void Dispose()
    {
        Web.Dispose();
        Api.Dispose();
        _handler.Dispose();
    }

    public static async Task WaitAsync(Func<Task<bool>> condition, string what, int seconds = 90)
    {
        for (var end = DateTime.UtcNow.AddSeconds(seconds); !await condition();)
        {
            Expect(DateTime.UtcNow < end, $"{what} did not come within {seconds} s");
            await Task.Delay(200);
        }
    }

    private static void Expect(bool held, string otherwise)
    {
        if (!held)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
