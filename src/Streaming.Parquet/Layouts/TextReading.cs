using System.Text;

namespace Streaming.Parquet.Layouts;

/// <summary>Makes texts as presets say, with Data-Juicer's special tokens.</summary>
internal static class TextReading
{
    private const string ImageToken = "<__dj__image>";
    private const string EndOfChunk = "<|__dj__eoc|>";

    /// <summary>The reader of a text column, or null where its type holds no text.</summary>
    public static Func<object?, string>? Of(ColumnType type) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => v => v as string ?? "",
        ScalarType { Kind: ScalarKind.Binary } => v => v is byte[] bytes ? Encoding.UTF8.GetString(bytes) : "",
        _ => null,
    };

    /// <summary>The token before the caption.</summary>
    public static string ImageBefore(string caption) => $"{ImageToken}\n{caption}";

    /// <summary>Texts and image tokens in their order: at each place one of both lists has a value.</summary>
    public static string Interleave(object?[]? texts, object?[]? images)
    {
        var lines = new List<string>();
        for (var i = 0; i < Math.Max(texts?.Length ?? 0, images?.Length ?? 0); i++)
        {
            if (texts is not null && i < texts.Length && texts[i] is string text)
            {
                lines.Add(text);
            }
            else if (images is not null && i < images.Length && images[i] is not null)
            {
                lines.Add(ImageToken);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Turns with LLaVA's image tokens replaced by Data-Juicer's.</summary>
    public static IReadOnlyList<ChatTurn> WithImageTokens(IReadOnlyList<ChatTurn> turns) =>
        [.. turns.Select(t => t with { Content = t.Content.Replace("<image>", ImageToken, StringComparison.Ordinal) })];

    /// <summary>The conversation as one text.</summary>
    public static string Conversation(IReadOnlyList<ChatTurn> turns) =>
        string.Join('\n', turns.Select(t => $"[[{(t.Role == "user" ? "human" : t.Role == "assistant" ? "gpt" : t.Role)}]]: {t.Content}")) + $" {EndOfChunk}";
}
