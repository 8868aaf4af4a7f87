namespace Streaming.Parquet.Layouts;

/// <summary>Reads media out of the shapes that datasets give them: a path, bytes, a struct of both (Hugging Face's images), or lists of these.</summary>
internal static class MediaReading
{
    /// <summary>The reader of a column's values, or null where its type holds no media.</summary>
    /// <param name="type">The column's type.</param>
    /// <param name="root">The folder at which relative paths start; empty: they stay as they are.</param>
    public static Func<object?, IReadOnlyList<Media>>? Of(ColumnType type, string root = "")
    {
        if (type is ListType list)
        {
            return One(list.Element, root) is { } element ? value => value is null ? [] : [.. ((object?[])value).Select(element).OfType<Media>()] : null;
        }

        return One(type, root) is { } one ? value => one(value) is { } media ? [media] : [] : null;
    }

    private static Func<object?, Media?>? One(ColumnType type, string root) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => v => v is string path ? new(null, Located(path, root)) : null,
        ScalarType { Kind: ScalarKind.Binary } => v => v is byte[] bytes ? new(bytes, null) : null,
        StructType s => OfStruct(s, root),
        _ => null,
    };

    private static Func<object?, Media?>? OfStruct(StructType type, string root)
    {
        var bytes = IndexOf(type, "bytes", ScalarKind.Binary);
        var path = IndexOf(type, "path", ScalarKind.String);
        if (bytes < 0 && path < 0)
        {
            return null;
        }

        return v =>
        {
            var fields = v as object?[];
            var content = bytes >= 0 ? fields?[bytes] as byte[] : null;
            return fields is null ? null : new(content is null ? (ReadOnlyMemory<byte>?)null : content, path >= 0 && fields[path] is string named ? Located(named, root) : null);
        };
    }

    // Addresses and absolute paths stay.
    private static string Located(string path, string root) => root.Length == 0 || path.Length == 0 || path.Contains("://", StringComparison.Ordinal) ? path : Path.Combine(root, path);

    private static int IndexOf(StructType type, string name, ScalarKind kind) =>
        type.Fields.ToList().FindIndex(f => f.Name == name && f.Type is ScalarType s && s.Kind == kind);
}
