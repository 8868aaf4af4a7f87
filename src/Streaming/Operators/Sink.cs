using Streaming.Tables;

namespace Streaming.Operators;

/// <summary>Where samples go: a format of files and a way to make them visible. The engine writes the files of an epoch, closes them, and commits them.</summary>
public abstract class Sink
{
    /// <summary>The folder of the output, as the topology gives it.</summary>
    public abstract string Path { get; }

    /// <summary>Whether the output is a Delta table, or plain files that appear when their epoch is committed.</summary>
    public abstract TableLayout Layout { get; }

    /// <summary>Makes the writers of its files.</summary>
    public abstract IShardFormat Format { get; }

    /// <summary>A shard is closed when its file reaches about this many bytes.</summary>
    public abstract ByteSize TargetFileSize { get; }

    /// <summary>How the table's log is summed up; null: it is not, and opening the table reads every entry.</summary>
    public virtual ICheckpointFormat? Checkpoints => null;

    /// <summary>Where the output lies.</summary>
    public virtual IObjectStore OpenStore() => new LocalStore(Path);
}
