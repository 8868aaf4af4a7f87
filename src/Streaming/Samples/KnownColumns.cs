namespace Streaming.Samples;

/// <summary>The columns that <see cref="Sample"/> knows as members; names are Data-Juicer's where it has them.</summary>
public static class KnownColumns
{
    /// <summary><see cref="Sample.Id"/>.</summary>
    public const string Id = "id";

    /// <summary><see cref="Sample.Text"/>.</summary>
    public const string Text = "text";

    /// <summary><see cref="Sample.Images"/>.</summary>
    public const string Images = "images";

    /// <summary><see cref="Sample.Audios"/>.</summary>
    public const string Audios = "audios";

    /// <summary><see cref="Sample.Videos"/>.</summary>
    public const string Videos = "videos";

    /// <summary><see cref="Sample.Messages"/>.</summary>
    public const string Messages = "messages";

    /// <summary>The JSON of the messages with all that stands in them, in <see cref="Sample.Meta"/> beside <see cref="Sample.Messages"/>, where a source was told to carry it.</summary>
    public const string MessagesJson = "messages_json";

    /// <summary><see cref="Sample.Stats"/>.</summary>
    public const string Stats = "__dj__stats__";

    /// <summary><see cref="Sample.Lineage"/>.</summary>
    public const string Lineage = "lineage";

    /// <summary><c>list&lt;struct&lt;bytes binary, path string&gt;&gt;</c>.</summary>
    public static ColumnType MediaType { get; } = new ListType(new StructType([new("bytes", ColumnType.Binary), new("path", ColumnType.String)]));

    /// <summary><c>list&lt;struct&lt;role string, content string&gt;&gt;</c>.</summary>
    public static ColumnType MessagesType { get; } = new ListType(new StructType([new("role", ColumnType.String), new("content", ColumnType.String)]));

    /// <summary><c>struct&lt;source string, split string, position int64, parents list&lt;string&gt;, run string&gt;</c>.</summary>
    public static ColumnType LineageType { get; } = new StructType(
    [
        new("source", ColumnType.String), new("split", ColumnType.String), new("position", ColumnType.Int64),
        new("parents", new ListType(ColumnType.String)), new("run", ColumnType.String),
    ]);

    /// <summary>Whether the column is a member of <see cref="Sample"/>.</summary>
    public static bool IsMember(string name) =>
        name is Id or Text or Images or Audios or Videos or Messages or Stats or Lineage;
}
