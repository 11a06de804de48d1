using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;

namespace Isopleth.Tests.Isolation;

/// <summary>What an attacker tries from a browser or a script, logged in as somebody else or not at all.</summary>
public sealed class WebAttackTests(TwoUsers lab)
{
    [Theory]
    [InlineData("user/victim/lab")]
    [InlineData("user/victim/tree")]
    [InlineData("user/victim/api/contents/secret.txt")]
    [InlineData("user/victim/files/secret.txt")]
    [InlineData("user/victim/api/kernels")]
    [InlineData("user/victim/api/sessions")]
    [InlineData("user/victim/api/terminals")]
    [InlineData("hub/admin")]
    [InlineData("hub/api/users")]
    [InlineData("hub/api/users/victim")]
    [InlineData("hub/api/proxy")]
    [InlineData("hub/spawn/victim")]
    [InlineData("hub/user/victim/lab")]
    [InlineData("user/attacker/files/..%2f..%2fvictim/secret.txt")]
    [InlineData("user/attacker/api/contents/..%2fvictim%2fsecret.txt")]
    public async Task Page_OfAnother_IsRefused(string path)
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        foreach (var client in (HttpClient[])[lab.Attacker.Web, lab.Attacker.Api])
        {
            using var answer = await client.GetAsync(path);
            Assert.True(IsRefused(answer), $"{answer.StatusCode} {answer.RequestMessage!.RequestUri}");
            Assert.DoesNotContain(TwoUsers.Secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = lab.Lab.Address };
        using var refused = await stranger.GetAsync(path);
        Assert.True(IsRefused(refused), $"{refused.StatusCode}");
    }

    /// <summary>Refused, or asked to log in first.</summary>
    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest
        || (answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.OriginalString.Contains("/hub/", StringComparison.Ordinal));

    [Fact]
    public async Task KernelSocket_OfAnother_IsRefused()
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        foreach (var how in (string[])["header", "query", "cookie"])
        {
            using var socket = new ClientWebSocket();
            if (how == "header")
            {
                socket.Options.SetRequestHeader("Authorization", $"token {lab.Attacker.Token}");
            }
            else if (how == "cookie")
            {
                socket.Options.Cookies = lab.Attacker.Cookies;
            }

            var address = new Uri($"ws://127.0.0.1:{lab.Lab.Port}/user/victim/api/kernels/{lab.VictimKernel.Id}/channels{(how == "query" ? $"?token={lab.Attacker.Token}" : "")}");
            await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("POST", "hub/api/users/victim/server")]
    [InlineData("DELETE", "hub/api/users/victim/server")]
    [InlineData("POST", "hub/api/users/victim/tokens")]
    [InlineData("DELETE", "hub/api/users/victim")]
    [InlineData("POST", "hub/api/users/newcomer")]
    [InlineData("PATCH", "hub/api/users/attacker")]
    [InlineData("POST", "hub/api/shutdown")]
    [InlineData("PUT", "user/victim/api/contents/planted.txt")]
    [InlineData("POST", "user/victim/api/kernels")]
    public async Task Change_OfAnothersThings_IsRefused(string method, string path)
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        using var ask = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("""{"admin": true, "type": "file", "format": "text", "content": "x"}""", Encoding.UTF8, "application/json") };
        using var answer = await lab.Attacker.Api.SendAsync(ask);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Forbidden, HttpStatusCode.NotFound]);
        Assert.Contains("victim", lab.Lab.Must("status"), StringComparison.Ordinal);
        Assert.Single(await lab.Victim.ServersAsync());
    }

    [Fact]
    public async Task Change_WithCookiesButWithoutThePagesToken_IsRefused()
    {
        // What a foreign page could make the victim's own browser do.
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        using var answer = await lab.Victim.Web.DeleteAsync("hub/api/users/victim/server");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Single(await lab.Victim.ServersAsync());
    }

    [Fact]
    public async Task Password_Wrong_OrOfAnother_IsRefused()
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        foreach (var (name, password) in (IEnumerable<(string, string)>)[("victim", lab.Attacker.Password), ("victim", ""), ("root", ""), ("nobody", "x"), ("victim'--", "x")])
        {
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = lab.Lab.Address };
            using var page = await client.GetAsync("hub/login");
            var xsrf = page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).First(c => c.StartsWith("_xsrf=", StringComparison.Ordinal))["_xsrf=".Length..];
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = name, ["password"] = password, ["_xsrf"] = xsrf });
            using var answer = await client.PostAsync("hub/login", form);
            Assert.Contains("Invalid username or password", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.StartsWith("jupyterhub-session-id=", StringComparison.Ordinal) || c.Contains("hub-login", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Token_InAnAddress_OpensNoServerOfAnother()
    {
        Assert.SkipWhen(lab.Lab.WhyNot is not null, lab.Lab.WhyNot ?? "");
        using var client = new HttpClient { BaseAddress = lab.Lab.Address };
        using var answer = await client.GetAsync($"user/victim/api/contents?token={lab.Attacker.Token}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("token", lab.Victim.Token);
        using var own = await client.GetAsync("user/victim/api/contents/secret.txt");
        Assert.Contains(TwoUsers.Secret, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
