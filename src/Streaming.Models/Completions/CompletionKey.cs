using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Streaming.Models.Generation;

namespace Streaming.Models.Completions;

/// <summary>The fingerprint of a model, its parameters and what it is asked: 128 bits of a SHA-256, as texts from anywhere must not be able to collide on purpose.</summary>
internal readonly record struct CompletionKey(UInt128 Bits)
{
    public const int Size = 16;

    /// <summary>The key of a request to the model of that identity. The seed counts only where ids are drawn.</summary>
    public static CompletionKey Of(string identity, CompletionRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(identity));
        Append(hash, JsonSerializer.SerializeToUtf8Bytes(request.Settings, SettingsJson.Default.GenerationSettings));
        Append(hash, BitConverter.GetBytes(request.Settings.Sample ? request.Seed : 0));
        Append(hash, Encoding.UTF8.GetBytes(request.Schema?.GetRawText() ?? ""));
        foreach (var turn in request.Turns)
        {
            Append(hash, Encoding.UTF8.GetBytes(turn.Role));
            Append(hash, Encoding.UTF8.GetBytes(turn.Content));
        }

        foreach (var image in request.Images)
        {
            Append(hash, image.Span);
        }

        return new CompletionKey(BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset()));
    }

    // With its length, so that parts cannot run into each other.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}

/// <summary>Generation settings as JSON, with what is at its default too: a default that changes is another key.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(GenerationSettings))]
internal sealed partial class SettingsJson : System.Text.Json.Serialization.JsonSerializerContext;
