using Streaming.Tables;

namespace Streaming.Operators;

/// <summary>Where samples go: a format of files and a way to make them visible. The engine writes the files of an epoch, closes them, and commits them.</summary>
public abstract class Sink
{
    /// <summary>The folder of the output, or its address, as the topology gives it.</summary>
    public abstract string Path { get; }

    /// <summary>Whether the output is a Delta table, or plain files that appear when their epoch is committed.</summary>
    public abstract TableLayout Layout { get; }

    /// <summary>Makes the writers of its files.</summary>
    public abstract IShardFormat Format { get; }

    /// <summary>A shard is closed when its file reaches about this many bytes.</summary>
    public abstract ByteSize TargetFileSize { get; }

    /// <summary>How the table's log is summed up; null: it is not, and opening the table reads every entry.</summary>
    public virtual ICheckpointFormat? Checkpoints => null;

    /// <summary>The format of the rejects and dead letters that are kept beside it, where it is the primary output.</summary>
    public virtual IShardFormat SideFormat => Format;

    /// <summary>Carries an epoch's files on once it is committed, where the output is no table; null: the files are the output. Such a sink stages in the plain layout.</summary>
    public virtual IDelivery? Delivery => null;

    /// <summary>When small files of a Delta table are merged while a run goes on; null: never.</summary>
    public virtual CompactionOptions? Compaction => null;

    /// <summary>Where the output lies.</summary>
    public virtual IObjectStore OpenStore() => ObjectStores.Open(Path);
}
