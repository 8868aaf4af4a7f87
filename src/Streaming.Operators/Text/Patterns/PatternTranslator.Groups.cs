using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Operators.Text.Patterns;

/// <content>Groups, flags and classes.</content>
internal sealed partial class PatternTranslator
{
    // What means the same in both syntaxes, longest first.
    private static readonly string[] SameGroups = ["(?<=", "(?<!", "(?:", "(?>", "(?=", "(?!"];

    private void OpenGroupAt()
    {
        if (_pattern.AsSpan(_at).StartsWith("(?#"))
        {
            var end = _pattern.IndexOf(')', _at);
            _at = end < 0 ? throw new FormatException("A comment is not closed.") : end + 1;
            return;
        }

        if (SameGroups.FirstOrDefault(g => string.CompareOrdinal(_pattern, _at, g, 0, g.Length) == 0) is { } same)
        {
            Enter(same, same.Length);
        }
        else if (NamedGroup().Match(_pattern, _at) is { Success: true } named)
        {
            EnterCapture(named.Groups["name"].Value, named.Length);
        }
        else if (NamedReference().Match(_pattern, _at) is { Success: true } reference)
        {
            ReferBack(reference.Groups["name"].Value, "(?P=)".Length);
        }
        else if (Condition().Match(_pattern, _at) is { Success: true } condition)
        {
            EnterCondition(condition);
        }
        else if (FlagGroup().Match(_pattern, _at) is { Success: true } flags)
        {
            ApplyFlags(flags);
        }
        else if (_pattern.AsSpan(_at).StartsWith("(?"))
        {
            throw new FormatException("This kind of group (recursion, branch reset, …) is not supported.");
        }
        else
        {
            EnterCapture(null, 1);
        }
    }

    private void Enter(string opening, int consumed, Flags? inner = null)
    {
        _open.Push(new(_output.Length, _flags));
        _flags = inner ?? _flags;
        Raw(opening, consumed);
        _atom = -1;
    }

    private void EnterCapture(string? name, int consumed)
    {
        var number = ++_groups;
        if (name is not null && !_names.TryAdd(name, number))
        {
            throw new FormatException($"The group '{name}' is there twice.");
        }

        // .NET numbers named groups after all others; with their numbers as names both count alike.
        Enter(string.Create(CultureInfo.InvariantCulture, $"(?<{number}>"), consumed);
    }

    private void EnterCondition(Match condition)
    {
        var group = condition.Groups["group"].Value;
        if (!int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !_names.TryGetValue(group, out number))
        {
            throw new FormatException($"There is no group '{group}'.");
        }

        Need(Flags.Pairs);
        Enter(string.Create(CultureInfo.InvariantCulture, $"(?({number})"), condition.Length);
    }

    private void CloseGroup()
    {
        if (!_open.TryPop(out var group))
        {
            throw new FormatException("A group is closed that is not open.");
        }

        _flags = group.FlagsBefore;
        Raw(")", 1);
        _atom = group.OutputStart;
    }

    private void ApplyFlags(Match group)
    {
        var (on, off) = (Known(group.Groups["on"].Value), Known(group.Groups["off"].Value));
        if (group.Value.EndsWith(')'))
        {
            if (group.Groups["off"].Length > 0)
            {
                throw new FormatException("Flags can be taken off for a group only: (?-i:…).");
            }

            _at += group.Length;
            Need(on);
            return;
        }

        var letters = $"{Letters(on)}{(off == Flags.None ? "" : "-" + Letters(off))}";
        Enter($"(?{letters}:", group.Length, (_flags | on) & ~off);
    }

    // u and V0 are how it works anyway.
    private static Flags Known(string letters)
    {
        var flags = Flags.None;
        foreach (var letter in letters.Replace("V0", "", StringComparison.Ordinal))
        {
            flags |= letter switch
            {
                'i' => Flags.IgnoreCase,
                'm' => Flags.Multiline,
                'x' => Flags.Verbose,
                's' => Flags.DotAll,
                'u' => Flags.None,
                _ => throw new FormatException($"The flag '{letter}' is not supported."),
            };
        }

        return flags;
    }

    private static string Letters(Flags flags) => $"{(flags.HasFlag(Flags.IgnoreCase) ? "i" : "")}{(flags.HasFlag(Flags.Multiline) ? "m" : "")}{(flags.HasFlag(Flags.DotAll) ? "s" : "")}";

    private void Class()
    {
        var set = new CharacterClass(_flags.HasFlag(Flags.IgnoreCase), _flags.HasFlag(Flags.Pairs), _dialect);
        var at = _at + 1;
        if (at < _pattern.Length && _pattern[at] == '^')
        {
            set.Negated = true;
            at++;
        }

        for (var first = true; first || at >= _pattern.Length || _pattern[at] != ']'; first = false)
        {
            if (at >= _pattern.Length)
            {
                throw new FormatException("A class is not closed.");
            }

            Member(set, ref at);
        }

        _atom = _output.Length;
        Write(set);
        _at = at + 1;
    }

    private void Member(CharacterClass set, ref int at)
    {
        if (_pattern[at] == '[' && at + 1 < _pattern.Length && _pattern[at + 1] == ':' && _pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) > 0)
        {
            throw new FormatException("Named classes such as [:alpha:] are not supported: use \\p{L}, or ranges.");
        }

        if (_pattern[at] == '\\' && at + 1 < _pattern.Length && _pattern[at + 1] is 'd' or 'D' or 's' or 'S' or 'w' or 'W')
        {
            set.AddShorthand(_pattern[at + 1]);
            at += 2;
        }
        else if (_pattern[at] == '\\' && at + 1 < _pattern.Length && _pattern[at + 1] is 'p' or 'P')
        {
            _at = at;
            set.AddRaw(Property());
            at = _at;
        }
        else
        {
            Range(set, ref at);
        }
    }

    private void Range(CharacterClass set, ref int at)
    {
        var first = Single(ref at);
        _named.Add(first);
        var isRange = at + 1 < _pattern.Length && _pattern[at] == '-' && _pattern[at + 1] != ']'
            && !(_pattern[at + 1] == '\\' && at + 2 < _pattern.Length && _pattern[at + 2] is 'd' or 'D' or 's' or 'S' or 'w' or 'W' or 'p' or 'P');
        if (!isRange)
        {
            set.Add(first, first);
            return;
        }

        at++;
        var last = Single(ref at);
        if (last < first)
        {
            throw new FormatException("A range of a class ends before it starts.");
        }

        _named.Add(last);
        set.Add(first, last);
    }

    private int Single(ref int at)
    {
        if (_pattern[at] == '\\')
        {
            return Escapes.CodePoint(_pattern, ref at);
        }

        var c = CodePoints.At(_pattern, at, out var units);
        at += units;
        return c;
    }

    [GeneratedRegex(@"\G\(\?P?<(?<name>[\p{L}_]\w*)>")]
    private static partial Regex NamedGroup();

    [GeneratedRegex(@"\G\(\?P=(?<name>\w+)\)")]
    private static partial Regex NamedReference();

    [GeneratedRegex(@"\G\(\?\((?<group>\w+)\)")]
    private static partial Regex Condition();

    [GeneratedRegex(@"\G\(\?(?<on>(?:V[01]|[A-Za-z])*)(?:-(?<off>[A-Za-z]+))?[:)]")]
    private static partial Regex FlagGroup();
}
