using System.Diagnostics.CodeAnalysis;

namespace Streaming.S3;

/// <summary>A bucket and the folder in it: <c>s3://bucket/folder</c>.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Prefix">What the keys begin with: empty, or the folder with its slash.</param>
internal sealed record S3Address(string Bucket, string Prefix)
{
    private const string Scheme = "s3://";

    /// <summary>Reads an address, or says what is wrong with it. An address that holds a name and a password is not repeated.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out S3Address? address, [NotNullWhen(false)] out string? problem)
    {
        address = null;
        problem = null;
        if (text.Split('/').ElementAtOrDefault(2) is { } bucket && bucket.AsSpan().ContainsAny('@', '?', '#') || text.EndsWith('?') || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            problem = "an address is s3://bucket/folder, without a name, a password or settings: those come from the environment (AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_REGION)";
            return false;
        }

        var parts = text[Scheme.Length..].TrimEnd('/').Split('/');
        if (!IsBucket(parts[0]))
        {
            problem = $"'{parts[0]}' is no name of a bucket: those have 3 to 63 small letters, digits, dots and hyphens";
            return false;
        }

        if (parts.Skip(1).Any(p => p is "" or "." or ".." || p.AsSpan().ContainsAny('\\', '\0')))
        {
            problem = $"'{text}' is no address of a folder: its names may not be empty, '.' or '..'";
            return false;
        }

        address = new(parts[0], string.Concat(parts.Skip(1).Select(p => p + "/")));
        return true;
    }

    /// <summary>For people.</summary>
    public override string ToString() => $"{Scheme}{Bucket}/{Prefix}".TrimEnd('/');

    private static bool IsBucket(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
