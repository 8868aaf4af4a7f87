namespace Streaming.Operators.Safety.OptOuts;

/// <summary>Reads directives for robots: <c>noindex, noai</c>, and in HTTP's field also <c>somebot: noai, nofollow</c>, where a name counts for what follows it in the field. Several fields are a line each.</summary>
internal sealed class RobotsDirectives(IReadOnlyList<string> refusing, IReadOnlyList<string> agents)
{
    // Directives that carry a value themselves: what stands before their colon is no robot.
    private static readonly string[] _valued = ["max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"];

    /// <summary>The first that refuses; null where none does.</summary>
    public string? FirstIn(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (FirstInField(line) is { } directive)
            {
                return directive;
            }
        }

        return null;
    }

    private string? FirstInField(ReadOnlySpan<char> field)
    {
        var isForUs = true;
        foreach (var range in field.SplitAny(',', ';'))
        {
            var part = field[range].Trim();
            if (part.IndexOf(':') is var colon and > 0 && !IsValued(part[..colon].Trim()))
            {
                isForUs = agents.Count == 0 || Holds(agents, part[..colon].Trim()) is not null;
                part = part[(colon + 1)..].Trim();
            }

            if (isForUs && Holds(refusing, part) is { } directive)
            {
                return directive;
            }
        }

        return null;
    }

    private static bool IsValued(ReadOnlySpan<char> name) => Holds(_valued, name) is not null;

    private static string? Holds(IReadOnlyList<string> names, ReadOnlySpan<char> name)
    {
        foreach (var known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }
}
