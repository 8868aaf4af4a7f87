using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Runtime;

/// <summary>A sink that writes the same files to another folder, and delivers them nowhere.</summary>
internal sealed class RelocatedSink(Sink sink, string path) : Sink
{
    public override string Path => path;

    public override TableLayout Layout => sink.Layout;

    public override IShardFormat Format => sink.Format;

    public override IShardFormat SideFormat => sink.SideFormat;

    public override ByteSize TargetFileSize => sink.TargetFileSize;

    public override ICheckpointFormat? Checkpoints => sink.Checkpoints;
}
