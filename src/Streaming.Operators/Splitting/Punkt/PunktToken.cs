using System.Globalization;
using System.Text.RegularExpressions;
using Streaming.Operators.Text;

namespace Streaming.Operators.Splitting.Punkt;

/// <summary>A word of a text, and what the algorithm found out about it.</summary>
internal sealed partial class PunktToken(string text)
{
    private const string Number = "##number##";

    /// <summary>The word.</summary>
    public string Text => text;

    /// <summary>The word in lower case; all numbers are one.</summary>
    public string Type { get; } = Numeric().Replace(PythonCase.ToLower(text), Number);

    /// <summary>Whether a sentence ends after it.</summary>
    public bool EndsSentence { get; set; }

    /// <summary>Whether it is an abbreviation.</summary>
    public bool IsAbbreviation { get; set; }

    /// <summary>Whether it is two periods or more.</summary>
    public bool IsEllipsis => text.Length >= 2 && text.AsSpan().IndexOfAnyExcept('.') < 0;

    /// <summary>Whether it ends in a period.</summary>
    public bool EndsInPeriod => text.EndsWith('.');

    /// <summary>The type without its last period.</summary>
    public string TypeWithoutPeriod => Type.Length > 1 && Type[^1] == '.' ? Type[..^1] : Type;

    /// <summary>The type without a period that ends a sentence.</summary>
    public string TypeInSentence => EndsSentence ? TypeWithoutPeriod : Type;

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => TypeWithoutPeriod == Number;

    /// <summary>Whether it is one letter and a period.</summary>
    public bool IsInitial => CodePoints.At(text, 0, out var units) is var first && text.Length == units + 1 && text[units] == '.'
        && PythonText.IsReWord(first) && PythonText.Category(first) != UnicodeCategory.DecimalDigitNumber;

    /// <summary>Whether it starts with a letter in upper case.</summary>
    public bool StartsUpper => PythonCase.IsUpper(CodePoints.At(text, 0, out _));

    /// <summary>Whether it starts with a letter in lower case.</summary>
    public bool StartsLower => PythonCase.IsLower(CodePoints.At(text, 0, out _));

    [GeneratedRegex(@"^-?[.,]?\d[\d,.-]*\.?\z")]
    private static partial Regex Numeric();
}
