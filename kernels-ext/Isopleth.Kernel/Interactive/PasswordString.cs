namespace Microsoft.DotNet.Interactive;

/// <summary>A secret that is not shown when it is the value of a cell.</summary>
/// <param name="password">The secret.</param>
public sealed class PasswordString(string password)
{
    private readonly string _password = password;

    /// <summary>The secret.</summary>
    /// <param name="password">The secret that is not shown.</param>
    public static implicit operator string(PasswordString password) => password?._password ?? "";

    /// <summary>The secret.</summary>
    /// <returns>It.</returns>
    public string GetClearTextPassword() => _password;

    /// <summary>As many dots as the secret has letters.</summary>
    /// <returns>The dots.</returns>
    public override string ToString() => new('·', _password.Length);
}
