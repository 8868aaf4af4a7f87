namespace Streaming.Parquet.Layouts;

/// <summary>Reads chat turns out of lists of structs: <c>role</c> and <c>content</c>, or ShareGPT's <c>from</c> and <c>value</c>, whose roles get the usual names.</summary>
internal static class MessageReading
{
    /// <summary>The reader of a column's values, or null where its type holds no turns.</summary>
    public static Func<object?, IReadOnlyList<ChatTurn>>? Of(ColumnType type)
    {
        if (type is not ListType { Element: StructType turn })
        {
            return null;
        }

        var role = IndexOf(turn, "role", "from");
        var content = IndexOf(turn, "content", "value");
        if (role < 0 || content < 0)
        {
            return null;
        }

        return value => value is null ? [] : [.. ((object?[])value).OfType<object?[]>().Select(t => new ChatTurn(Role(t[role] as string), t[content] as string ?? ""))];
    }

    /// <summary>The usual name of a role.</summary>
    public static string Role(string? role) => role switch
    {
        "human" => "user",
        "gpt" or "chatgpt" or "bing" or "bard" or "model" => "assistant",
        "observation" or "function" or "function_response" => "tool",
        _ => role ?? "",
    };

    private static int IndexOf(StructType type, params string[] names) =>
        names.Select(n => type.Fields.ToList().FindIndex(f => f.Name == n && f.Type is ScalarType { Kind: ScalarKind.String })).FirstOrDefault(i => i >= 0, -1);
}
