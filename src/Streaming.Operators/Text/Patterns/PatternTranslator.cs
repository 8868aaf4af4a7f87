using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Streaming.Operators.Text.Patterns;

/// <summary>Writes a pattern of Python's <c>regex</c> module (version 0 behaviour) in .NET's syntax. What .NET has no counterpart for is refused.</summary>
internal sealed partial class PatternTranslator
{
    private readonly string _pattern;
    private readonly PatternDialect _dialect;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _names = [];
    private readonly Stack<OpenGroup> _open = new();
    private readonly HashSet<int> _named = [];
    private Flags _flags;
    private int _at;
    private int _atom = -1;
    private int _groups;
    private bool _asksBorders;

    private PatternTranslator(string pattern, Flags flags, PatternDialect dialect)
    {
        _pattern = pattern;
        _dialect = dialect;
        _flags = flags;
    }

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        Multiline = 2,
        Verbose = 4,
        DotAll = 8,

        // Not Python's: surrogate pairs are written out, because the pattern names some or refers back to what it matched.
        Pairs = 16,
    }

    /// <summary>Translates.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="dotAll">Whether a dot matches a line feed too where the pattern does not say.</param>
    /// <param name="dialect">The module that it is written for.</param>
    /// <exception cref="FormatException">It is no pattern, or uses what is not supported.</exception>
    public static TranslatedPattern Translate(string pattern, bool dotAll = true, PatternDialect dialect = PatternDialect.Regex)
    {
        var flags = dotAll ? Flags.DotAll : Flags.None;
        while (true)
        {
            var translator = new PatternTranslator(pattern, flags, dialect);
            try
            {
                translator.Run();
            }
            catch (WholePatternFlags e) when ((flags | e.Flags) != flags)
            {
                // Flags for the whole pattern may stand anywhere in it: start again with them.
                flags |= e.Flags;
                continue;
            }
            catch (FormatException e)
            {
                throw new FormatException($"The pattern '{pattern}' cannot be used at character {translator._at + 1}: {e.Message}", e);
            }

            return translator.Result(flags);
        }
    }

    private TranslatedPattern Result(Flags flags) => new()
    {
        Pattern = _output.ToString(),
        Options = (flags.HasFlag(Flags.IgnoreCase) ? RegexOptions.IgnoreCase : 0) | (flags.HasFlag(Flags.Multiline) ? RegexOptions.Multiline : 0)
            | (flags.HasFlag(Flags.DotAll) ? RegexOptions.Singleline : 0),
        GroupNames = _names,
        GroupCount = _groups,
        WritesPairs = flags.HasFlag(Flags.Pairs),
        AsksBorders = _asksBorders,
        Dialect = _dialect,
        NamedCharacters = _named.Count,
    };

    private void Run()
    {
        while (_at < _pattern.Length)
        {
            Step(_pattern[_at]);
        }

        if (_open.Count > 0)
        {
            throw new FormatException("A group is not closed.");
        }
    }

    private void Step(char c)
    {
        switch (c)
        {
            case '\\': Escape(); break;
            case '[': Class(); break;
            case '(': OpenGroupAt(); break;
            case ')': CloseGroup(); break;
            case '*' or '+' or '?': Quantify(c.ToString(), 1); break;
            case '{': Brace(); break;
            case '^' or '$': Raw(c.ToString(), 1); break;
            case '|': Raw("|", 1); _atom = -1; break;
            case '.': Atom(_flags.HasFlag(Flags.Pairs) ? CharacterClass.Dot : ".", 1); break;
            case '#' when _flags.HasFlag(Flags.Verbose): SkipComment(); break;
            case var space when _flags.HasFlag(Flags.Verbose) && char.IsWhiteSpace(space): _at++; break;
            default: Literal(CodePoints.At(_pattern, _at, out var units)); _at += units; break;
        }
    }

    private void SkipComment()
    {
        var end = _pattern.IndexOf('\n', _at);
        _at = end < 0 ? _pattern.Length : end + 1;
    }

    private void Raw(string text, int consumed)
    {
        _output.Append(text);
        _at += consumed;
    }

    private void Atom(string text, int consumed)
    {
        _atom = _output.Length;
        Raw(text, consumed);
    }

    private void Literal(int codePoint)
    {
        _atom = _output.Length;
        _named.Add(codePoint);
        var ignoreCase = _flags.HasFlag(Flags.IgnoreCase);
        if (codePoint <= char.MaxValue && !(ignoreCase && codePoint is 's' or 'S'))
        {
            _output.Append(Regex.Escape(((char)codePoint).ToString()));
            return;
        }

        var single = new CharacterClass(ignoreCase, _flags.HasFlag(Flags.Pairs), _dialect);
        single.Add(codePoint, codePoint);
        Write(single);
    }

    private void Shorthand(char letter)
    {
        _atom = _output.Length;
        _at += 2;
        var set = new CharacterClass(_flags.HasFlag(Flags.IgnoreCase), _flags.HasFlag(Flags.Pairs), _dialect) { Negated = char.IsUpper(letter) };
        set.AddShorthand(char.ToLowerInvariant(letter));
        set.WriteTo(_output);
    }

    private void Write(CharacterClass set)
    {
        if (set.HasAstral)
        {
            Need(Flags.Pairs);
        }

        set.WriteTo(_output);
    }

    private void Need(Flags flags)
    {
        if ((_flags & flags) != flags)
        {
            throw new WholePatternFlags(flags);
        }
    }

    private void Brace()
    {
        var match = Repetition().Match(_pattern, _at);
        if (match.Success)
        {
            var (low, high) = (match.Groups["low"].Value, match.Groups["high"].Value);
            var range = match.Groups["comma"].Success ? $"{(low.Length == 0 ? "0" : low)},{high}" : low;
            Quantify($"{{{range}}}", match.Length);
        }
        else if (_atom >= 0 && Fuzziness().IsMatch(_pattern, _at))
        {
            throw new FormatException("Fuzzy matching is not supported.");
        }
        else
        {
            Literal('{');
            _at++;
        }
    }

    private void Quantify(string quantifier, int consumed)
    {
        if (_atom < 0)
        {
            throw new FormatException($"There is nothing for '{quantifier}' to repeat.");
        }

        _at += consumed;
        var suffix = _at < _pattern.Length ? _pattern[_at] : '\0';
        if (suffix == '+')
        {
            // Possessive: .NET writes it as an atomic group.
            _output.Insert(_atom, "(?>").Append(quantifier).Append(')');
            _at++;
        }
        else
        {
            _output.Append(quantifier);
            if (suffix == '?')
            {
                _output.Append('?');
                _at++;
            }
        }

        _atom = -1;
    }

    private void Escape()
    {
        var c = _at + 1 < _pattern.Length ? _pattern[_at + 1] : throw new FormatException("It ends in a single backslash.");
        switch (c)
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W': Shorthand(c); break;
            case 'b' or 'B': _asksBorders = true; Raw($"\\{c}", 2); break;
            case 'A': Raw(@"\A", 2); break;
            case 'Z': Raw(@"\z", 2); break;
            case 'p' or 'P': Atom(Property(), 0); break;
            case 'g': ReferBack(Bracketed(_at + 2, '<', '>'), 4); break;
            case >= '1' and <= '9' when Escapes.GroupDigits(_pattern.AsSpan(_at + 1)) is var digits and > 0:
                ReferBack(_pattern.Substring(_at + 1, digits), 1);
                break;
            default: Literal(Escapes.CodePoint(_pattern, ref _at)); break;
        }
    }

    private void ReferBack(string group, int around)
    {
        if (!int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !_names.TryGetValue(group, out number))
        {
            throw new FormatException($"There is no group '{group}'.");
        }

        if (number == 0 || number > _groups)
        {
            throw new FormatException($"There is no group '{group}'.");
        }

        Need(Flags.Pairs);
        Atom($"(?:\\k<{number}>)", group.Length + around);
    }

    private string Property()
    {
        var name = Bracketed(_at + 2, '{', '}');
        var negated = (_pattern[_at + 1] == 'P') != name.StartsWith('^');
        var category = name.TrimStart('^');
        if (!GeneralCategory().IsMatch(category))
        {
            throw new FormatException($"The property '{category}' is not supported: use general categories such as \\p{{L}}, or ranges.");
        }

        _at += name.Length + 4;
        return $"\\{(negated ? 'P' : 'p')}{{{category}}}";
    }

    private string Bracketed(int at, char open, char close)
    {
        var end = at < _pattern.Length && _pattern[at] == open ? _pattern.IndexOf(close, at) : -1;
        return end > at + 1 ? _pattern[(at + 1)..end] : throw new FormatException($"A name in {open}{close} is missing.");
    }

    [GeneratedRegex(@"\G\{(?:(?<low>\d+)|(?<low>\d*)(?<comma>,)(?<high>\d*))\}")]
    private static partial Regex Repetition();

    [GeneratedRegex(@"\G\{[^{}]*[eids]\s*(?:<|\}|,)")]
    private static partial Regex Fuzziness();

    [GeneratedRegex(@"^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?)$")]
    private static partial Regex GeneralCategory();

    private readonly record struct OpenGroup(int OutputStart, Flags FlagsBefore);

    private sealed class WholePatternFlags(Flags flags) : FormatException("Flags for the whole pattern stand where they are taken off.")
    {
        public Flags Flags => flags;
    }
}
