using System.Buffers;

namespace Streaming.Operators.Cleaning.Latex;

/// <summary>A macro without arguments.</summary>
/// <param name="Name">Its name with the backslash.</param>
/// <param name="Value">What stands for it.</param>
internal readonly record struct LatexMacro(string Name, string Value)
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    // What \s matches in the regex module.
    private const string Spaces = "\t\n\v\f\r \x85\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    /// <summary>
    /// The macros that a text defines by <c>\newcommand{\name}{value}</c>, then those by <c>\def\name{value}</c>; a value ends with the last brace of its line,
    /// which must be the line's end. Of two with one name the place of the first and the value of the last counts.
    /// </summary>
    public static IReadOnlyList<LatexMacro> DefinedIn(string text)
    {
        var macros = new OrderedDictionary<string, string>();
        Collect(text, "\\newcommand", StartOfNewCommand, macros);
        Collect(text, "\\def", StartOfDef, macros);
        return [.. macros.Select(m => new LatexMacro(m.Key, m.Value))];
    }

    private delegate ReadOnlySpan<char> ReadStart(ReadOnlySpan<char> afterCommand, out ReadOnlySpan<char> name);

    private static void Collect(string text, string command, ReadStart readStart, OrderedDictionary<string, string> macros)
    {
        for (var at = 0; text.IndexOf(command, at, StringComparison.Ordinal) is var next and >= 0;)
        {
            at = next + command.Length;
            var rest = readStart(text.AsSpan(at), out var name);
            if (name.IsEmpty)
            {
                continue;
            }

            var length = rest.IndexOf('\n');
            var line = length < 0 ? rest : rest[..length];
            if (line is [.., '}'])
            {
                macros[name.ToString()] = line[..^1].ToString();
                at = text.Length - rest.Length + line.Length;
            }
        }
    }

    // *{\name}{ with the star left out or not; what follows is the value.
    private static ReadOnlySpan<char> StartOfNewCommand(ReadOnlySpan<char> rest, out ReadOnlySpan<char> name)
    {
        rest = rest is ['*', ..] ? rest[1..] : rest;
        name = rest is ['{', ..] ? ReadName(rest[1..]) : [];
        rest = name.IsEmpty ? [] : rest[(1 + name.Length)..];
        name = rest.StartsWith("}{") ? name : [];
        return name.IsEmpty ? [] : rest[2..];
    }

    // \name{ with white space around the name or not.
    private static ReadOnlySpan<char> StartOfDef(ReadOnlySpan<char> rest, out ReadOnlySpan<char> name)
    {
        rest = rest.TrimStart(Spaces);
        name = ReadName(rest);
        rest = rest[name.Length..].TrimStart(Spaces);
        name = rest is ['{', ..] ? name : [];
        return name.IsEmpty ? [] : rest[1..];
    }

    private static ReadOnlySpan<char> ReadName(ReadOnlySpan<char> rest)
    {
        if (rest is not ['\\', ..])
        {
            return [];
        }

        var length = rest[1..].IndexOfAnyExcept(NameCharacters);
        length = length < 0 ? rest.Length - 1 : length;
        return length == 0 ? [] : rest[..(length + 1)];
    }
}
