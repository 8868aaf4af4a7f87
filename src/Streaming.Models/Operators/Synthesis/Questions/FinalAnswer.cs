using System.Globalization;
using System.Text.RegularExpressions;

namespace Streaming.Models.Operators.Synthesis.Questions;

/// <summary>What stands behind the last <c>Answer:</c> of a text that reasons step by step, and whether it is a known one.</summary>
internal static partial class FinalAnswer
{
    /// <summary>The steps, and the answer alone.</summary>
    /// <exception cref="AnswerException">It does not end with one.</exception>
    public static (string Reasoning, string Answer) Of(string text)
    {
        var at = text.LastIndexOf("Answer:", StringComparison.OrdinalIgnoreCase);
        var answer = at < 0 ? "" : Plain(text[(at + "Answer:".Length)..]);
        return answer.Length > 0 ? (text[..at].Trim(), answer) : throw new AnswerException("It does not end with a line \"Answer: …\".");
    }

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    /// <exception cref="AnswerException">It ends with neither.</exception>
    public static string YesOrNo(string text) => Of(text).Answer.ToLowerInvariant() is ("yes" or "no") and var said ? said : throw new AnswerException("It ends with neither yes nor no.");

    /// <summary>The same text, but for case, quotes and a full stop.</summary>
    public static bool IsSame(string answer, string known) => Plain(answer).Equals(Plain(known), StringComparison.OrdinalIgnoreCase);

    /// <summary>The same number, within a share of it.</summary>
    public static bool IsNear(string answer, string known, double tolerance) => NumberOf(answer) is { } a && NumberOf(known) is { } b && Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(b));

    private static string Plain(string text) => text.Trim().Trim('*', '`', '"', '$', ' ').TrimEnd('.').Trim();

    // The last number, with commas between thousands, and fractions.
    private static double? NumberOf(string text)
    {
        if (Numbers().Matches(text) is not [.., var last])
        {
            return null;
        }

        var parts = last.Value.Replace(",", "", StringComparison.Ordinal).Split('/');
        var numbers = parts.Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return numbers.Length == 1 ? numbers[0] : numbers[1] == 0 ? null : numbers[0] / numbers[1];
    }

    [GeneratedRegex(@"-?[0-9][0-9,]*(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,3})?(?:/[1-9][0-9]*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
