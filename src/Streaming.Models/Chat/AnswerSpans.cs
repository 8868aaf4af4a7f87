using Streaming.Samples;

namespace Streaming.Models.Chat;

/// <summary>Finds a conversation's answers in its text: what the model has to write, from where the template hands over to it to the token that ends its turn.</summary>
/// <remarks>
/// Nothing is known of a template but what it writes, so beginnings of the conversation are rendered and compared with the whole. Where one is no beginning of the whole (templates that
/// rewrite earlier turns), it cannot be said where the answer lies, and the conversation is refused.
/// </remarks>
internal static class AnswerSpans
{
    /// <summary>The role of turns that are answers.</summary>
    public const string Assistant = "assistant";

    // Two answers that differ in all of their characters: what their renderings share is the template's.
    private const string Probe = "0";
    private const string OtherProbe = "1";

    /// <summary>Where the answers lie in <paramref name="text"/>, in UTF-16 units.</summary>
    /// <exception cref="InvalidDataException">That cannot be told, or there is none.</exception>
    public static List<Range> Find(ChatTemplate template, IReadOnlyList<ChatTurn> turns, string text)
    {
        var spans = new List<Range>();
        var last = 0;
        for (var turn = 0; turn < turns.Count; turn++)
        {
            if (turns[turn].Role == Assistant)
            {
                var (start, end) = Of(template, turns, turn, text);
                spans.Add(start >= last ? start..end : throw Unstable(turn));
                last = end;
            }
        }

        return spans.Count > 0 ? spans : throw new InvalidDataException($"The conversation has no turn of the role '{Assistant}': there is nothing to learn.");
    }

    private static (int Start, int End) Of(ChatTemplate template, IReadOnlyList<ChatTurn> turns, int turn, string text)
    {
        ChatTurn[] earlier = [.. turns.Take(turn)];
        var after = template.Render([.. earlier, turns[turn]], addGenerationPrompt: false);
        var frame = Frame.Of(
            template.Render([.. earlier, new(Assistant, Probe)], addGenerationPrompt: false),
            template.Render([.. earlier, new(Assistant, OtherProbe)], addGenerationPrompt: false)) ?? throw Unstable(turn);
        var start = StartOf(template, earlier, frame, after);
        return start is { } at && text.StartsWith(after, StringComparison.Ordinal) ? (at, EndOf(frame, after, at)) : throw Unstable(turn);
    }

    // The answer begins behind the generation prompt. A template without one writes the turn's head, if any, with the turn; white space before the answer is then the answer's, as models of
    // that kind write it.
    private static int? StartOf(ChatTemplate template, ChatTurn[] earlier, Frame frame, string after)
    {
        var before = template.Render(earlier, addGenerationPrompt: false);
        var prompted = template.Render(earlier, addGenerationPrompt: true);
        if (prompted.Length > before.Length && prompted.StartsWith(before, StringComparison.Ordinal) && after.StartsWith(prompted, StringComparison.Ordinal))
        {
            return prompted.Length;
        }

        var isHead = frame.Head.StartsWith(before, StringComparison.Ordinal) && after.StartsWith(frame.Head, StringComparison.Ordinal);
        return isHead ? before.Length + frame.Head.AsSpan(before.Length).TrimEnd().Length : null;
    }

    // The token that ends the turn is learned, or the model would not stop; white space behind that token is written by nobody. Where white space is all that ends a turn, it is learned.
    private static int EndOf(Frame frame, string after, int start)
    {
        var mark = frame.Tail.TrimEnd();
        var isTail = mark.Length > 0 && after.EndsWith(frame.Tail, StringComparison.Ordinal);
        return Math.Max(start, isTail ? after.Length - (frame.Tail.Length - mark.Length) : after.Length);
    }

    private static InvalidDataException Unstable(int turn) => new(
        $"The model's chat template writes turn {turn + 1} otherwise when more turns follow, or not at all: which of its text is the answer cannot be told. Use a template that leaves earlier turns as they are, or learn: all.");

    // What the template writes before and behind an answer.
    private sealed record Frame(string Head, string Tail)
    {
        public static Frame? Of(string one, string other)
        {
            var head = one.AsSpan().CommonPrefixLength(other);
            var tail = 0;
            while (tail < one.Length - head && tail < other.Length - head && one[^(tail + 1)] == other[^(tail + 1)])
            {
                tail++;
            }

            return head < one.Length && head < other.Length ? new(one[..head], one[(one.Length - tail)..]) : null;
        }
    }
}
