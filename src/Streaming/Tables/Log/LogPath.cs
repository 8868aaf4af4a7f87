using System.Text.RegularExpressions;

namespace Streaming.Tables;

/// <summary>Paths in the log are relative URI references (RFC 2396, protocol section "Add File and Remove File"); actions hold them decoded.</summary>
public static partial class LogPath
{
    /// <summary>Percent-encodes each segment.</summary>
    public static string Encode(string path) => string.Join('/', StorePath.Check(path).Split('/').Select(Uri.EscapeDataString));

    /// <summary>Decodes, and refuses what is absolute or leaves the table. The segments are checked after decoding: <c>%2E%2E%2F</c> leads out as well.</summary>
    public static string Decode(string uri) => Scheme().IsMatch(uri) ? throw StorePath.Refused(uri) : StorePath.Check(Uri.UnescapeDataString(uri));

    // RFC 2396 takes whatever stands before a colon in the first segment for a scheme (file:, s3:, abfss:); a colon of a name is encoded there.
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();
}
