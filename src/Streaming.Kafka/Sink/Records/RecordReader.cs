using System.Text;
using Confluent.Kafka;

namespace Streaming.Kafka.Sink.Records;

/// <summary>Reads what <see cref="RecordWriter"/> wrote.</summary>
internal static class RecordReader
{
    /// <summary>The messages in order; closes the file.</summary>
    /// <exception cref="InvalidDataException">The file is no file of messages, or ends early.</exception>
    public static IEnumerable<Message<byte[]?, byte[]?>> Read(Stream file)
    {
        using var buffered = new BufferedStream(file, 1 << 16);
        using var reader = new BinaryReader(buffered, Encoding.UTF8);
        while (buffered.Position < buffered.Length)
        {
            yield return Next(reader);
        }
    }

    private static Message<byte[]?, byte[]?> Next(BinaryReader reader)
    {
        try
        {
            var message = new Message<byte[]?, byte[]?> { Key = Bytes(reader), Value = Bytes(reader) };
            for (var headers = reader.ReadInt32(); headers > 0; headers--)
            {
                (message.Headers ??= []).Add(reader.ReadString(), Bytes(reader));
            }

            return message;
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("A file of staged messages ends early.", e);
        }
    }

    private static byte[]? Bytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length < 0 ? null
            : length > reader.BaseStream.Length - reader.BaseStream.Position ? throw new InvalidDataException("A file of staged messages ends early, or is damaged.")
            : reader.ReadBytes(length);
    }
}
