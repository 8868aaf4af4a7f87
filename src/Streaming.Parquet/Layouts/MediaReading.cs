namespace Streaming.Parquet.Layouts;

/// <summary>Reads media out of the shapes that datasets give them: a path, bytes, a struct of both (Hugging Face's images), or lists of these.</summary>
internal static class MediaReading
{
    /// <summary>The reader of a column's values, or null where its type holds no media.</summary>
    public static Func<object?, IReadOnlyList<Media>>? Of(ColumnType type)
    {
        if (type is ListType list)
        {
            return One(list.Element) is { } element ? value => value is null ? [] : [.. ((object?[])value).Select(element).OfType<Media>()] : null;
        }

        return One(type) is { } one ? value => one(value) is { } media ? [media] : [] : null;
    }

    private static Func<object?, Media?>? One(ColumnType type) => type switch
    {
        ScalarType { Kind: ScalarKind.String } => v => v is string path ? new(null, path) : null,
        ScalarType { Kind: ScalarKind.Binary } => v => v is byte[] bytes ? new(bytes, null) : null,
        StructType s => OfStruct(s),
        _ => null,
    };

    private static Func<object?, Media?>? OfStruct(StructType type)
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
            return fields is null ? null : new(content is null ? (ReadOnlyMemory<byte>?)null : content, path >= 0 ? fields[path] as string : null);
        };
    }

    private static int IndexOf(StructType type, string name, ScalarKind kind) =>
        type.Fields.ToList().FindIndex(f => f.Name == name && f.Type is ScalarType s && s.Kind == kind);
}
