using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Streaming.Feed.Wire;

/// <summary>What describes a schema in Arrow's IPC format.</summary>
internal static class SchemaMessage
{
    private const int MarkBytes = 8;

    /// <summary>As an IPC stream begins: mark, length, description.</summary>
    public static byte[] Marked(Schema schema)
    {
        using var start = new MemoryStream();
        using (var writer = new ArrowStreamWriter(start, schema, leaveOpen: true))
        {
            writer.WriteStart();
        }

        return start.ToArray();
    }

    /// <summary>The description alone.</summary>
    public static byte[] Of(Schema schema)
    {
        var marked = Marked(schema);
        return marked[MarkBytes..(MarkBytes + BinaryPrimitives.ReadInt32LittleEndian(marked.AsSpan(4)))];
    }
}
