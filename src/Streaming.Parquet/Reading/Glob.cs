using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Parquet.Reading;

/// <summary>A pattern of paths with forward slashes: <c>*</c> and <c>?</c> within a folder, <c>**</c> over folders, <c>[a-z]</c>, <c>{a,b}</c>.</summary>
internal sealed class Glob
{
    private readonly Regex _regex;

    private Glob(string root, string pattern)
    {
        Root = root;
        _regex = new("^" + Translate(pattern) + "$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        NamesHidden = pattern.Split('/').Any(s => s.StartsWith('.') || s.StartsWith('_'));
    }

    /// <summary>The part before the first folder with a wildcard: names are relative to it.</summary>
    public string Root { get; }

    /// <summary>Whether the pattern itself asks for names that begin with a dot or an underscore, which are passed over otherwise.</summary>
    public bool NamesHidden { get; }

    /// <summary>Whether the text has wildcards at all.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>Splits a path with wildcards into its root and pattern.</summary>
    public static Glob Parse(string path)
    {
        var folders = path.Replace('\\', '/').Split('/');
        var first = Array.FindIndex(folders, IsPattern);
        return new(string.Join('/', folders[..first]) is { Length: > 0 } root ? root : path.StartsWith('/') ? "/" : ".", string.Join('/', folders[first..]));
    }

    /// <summary>A pattern over paths below some folder.</summary>
    public static Glob Below(string pattern) => new(".", pattern);

    /// <summary>Whether a path relative to the root fits.</summary>
    public bool Matches(string relative) => _regex.IsMatch(relative);

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when pattern.AsSpan(i).StartsWith("**/"): regex.Append("(?:[^/]+/)*"); i += 2; break;
                case '*' when pattern.AsSpan(i).StartsWith("**"): regex.Append(".*"); i++; break;
                case '*': regex.Append("[^/]*"); break;
                case '?': regex.Append("[^/]"); break;
                case '[' when pattern.IndexOf(']', i + 1) is var end and > 0: regex.Append(Class(pattern[(i + 1)..end])); i = end; break;
                case '{': regex.Append("(?:"); depth++; break;
                case '}' when depth > 0: regex.Append(')'); depth--; break;
                case ',' when depth > 0: regex.Append('|'); break;
                default: regex.Append(Regex.Escape(pattern[i].ToString())); break;
            }
        }

        return regex.Append(')', depth).ToString();
    }

    private static string Class(string members)
    {
        var negated = members.StartsWith('!') || members.StartsWith('^');
        var inner = (negated ? members[1..] : members).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
        return negated ? $"[^/{inner}]" : $"[{inner}]";
    }
}
