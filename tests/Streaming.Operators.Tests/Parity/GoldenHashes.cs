using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Streaming.Operators.Deduplication;

namespace Streaming.Operators.Tests.Parity;

/// <summary>Holds the hashes of a deduplicator against recorded ones: one digest in hex, or an MD5 over the bands of a signature.</summary>
internal static class GoldenHashes
{
    /// <summary>Fails at the first difference; nothing is compared where no hashes are recorded, or the operator does not show its own.</summary>
    public static void Check(JsonElement expected, IReadOnlyList<Sample> inputs, Operator @operator)
    {
        if (expected.ValueKind != JsonValueKind.Object || !expected.TryGetProperty("hashes", out var recorded) || @operator is not IHashesDocuments hashing)
        {
            return;
        }

        foreach (var (sample, row) in inputs.Zip(recorded.EnumerateArray()))
        {
            // Where texts count too, their hash is the second.
            var (name, hash) = row.EnumerateObject().First(p => p.Name != "id") is var first ? (first.Name, first.Value) : default;
            var hashes = hashing.HashesOf(sample);
            if (hash.ValueKind == JsonValueKind.String)
            {
                Assert.Equal($"{sample.Id} {hash.GetString()}", $"{sample.Id} {Written(name, Assert.Single(hashes))}");
            }
            else if (hash.ValueKind == JsonValueKind.Array)
            {
                Assert.Equal(hash.EnumerateArray().Select(h => h.GetString()), hashes.Select(Convert.ToHexStringLower));
            }
            else if (hash.ValueKind == JsonValueKind.Object && hash.TryGetProperty("md5", out var digest))
            {
                Assert.Equal($"{sample.Id} {digest.GetString()}", $"{sample.Id} {Md5(hashes)}");
            }
        }
    }

    // A SimHash is written as a decimal number, all others in hex.
    private static string Written(string name, byte[] hash) => name == "__dj__simhash"
        ? BinaryPrimitives.ReadUInt64BigEndian(hash).ToString(CultureInfo.InvariantCulture)
        : Convert.ToHexStringLower(hash);

    [SuppressMessage("Security", "CA5351", Justification = "So they are recorded.")]
    private static string Md5(IReadOnlyList<byte[]> hashes) => Convert.ToHexStringLower(MD5.HashData([.. hashes.SelectMany(h => h)]));
}
