namespace Streaming.Crawls.Warc;

/// <summary>Blocks of <c>Name: value</c> lines, as WARC and HTTP have them.</summary>
internal static class HeaderFields
{
    /// <summary>The length of a block with the empty line that ends it, or -1.</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; bytes[at..].IndexOf((byte)'\n') is var line and >= 0;)
        {
            at += line + 1;
            var rest = bytes[at..];
            if (rest is [(byte)'\n', ..])
            {
                return at + 1;
            }

            if (rest is [(byte)'\r', (byte)'\n', ..])
            {
                return at + 2;
            }
        }

        return -1;
    }

    /// <summary>What follows the first line.</summary>
    public static ReadOnlySpan<byte> AfterFirstLine(ReadOnlySpan<byte> block) => block[(block.IndexOf((byte)'\n') + 1)..];

    /// <summary>The fields in order; lines without a colon are passed over.</summary>
    public static List<(string Name, string Value)> Parse(string block)
    {
        var fields = new List<(string Name, string Value)>();
        foreach (var line in block.AsSpan().EnumerateLines())
        {
            if (line is [' ' or '\t', ..] && fields.Count > 0)
            {
                fields[^1] = (fields[^1].Name, $"{fields[^1].Value} {line.Trim()}".TrimStart());
            }
            else if (line.IndexOf(':') is var colon and > 0)
            {
                fields.Add((line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString()));
            }
        }

        return fields;
    }
}
