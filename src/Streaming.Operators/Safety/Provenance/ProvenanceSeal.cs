using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Operators.Safety.Provenance;

/// <summary>Writes where a sample is from as JSON, and with a key seals it, so that whoever has the key can tell whether it still belongs to the text.</summary>
internal sealed class ProvenanceSeal
{
    private const string Seal = ",\"seal\":\"";

    // The text's digest is in it: strings are compared as they are, never parsed and written again.
    private static readonly JsonWriterOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[]? _key;

    private ProvenanceSeal(byte[]? key) => _key = key;

    /// <summary>With the key in a variable of the environment: base64, of 16 bytes or more; no variable: no seals.</summary>
    /// <exception cref="BadInputException">It is not there, or too short.</exception>
    public static ProvenanceSeal FromEnvironment(string variable) =>
        new(variable.Length == 0 ? null : SecretKey.Derive(SecretKey.FromEnvironment(variable), "streaming provenance"));

    /// <summary>The provenance of a sample.</summary>
    public string Of(Sample sample, IReadOnlyList<string> columns)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, _json))
        {
            json.WriteStartObject();
            json.WriteString("id", sample.Id);
            json.WriteString("source", sample.Lineage.Split.Source);
            json.WriteString("split", sample.Lineage.Split.Name);
            json.WriteNumber("position", sample.Lineage.Position);
            json.WriteString("run", sample.Lineage.Run);
            json.WriteStartArray("parents");
            foreach (var parent in sample.Lineage.Parents)
            {
                json.WriteStringValue(parent);
            }

            json.WriteEndArray();
            foreach (var column in columns)
            {
                Write(json, column, sample.Meta[column]);
            }

            json.WriteString("text_sha256", Digest(sample.Text));
            json.WriteEndObject();
        }

        var plain = Encoding.UTF8.GetString(buffer.WrittenSpan);
        return _key is null ? plain : $"{plain[..^1]}{Seal}{Convert.ToHexStringLower(HMACSHA256.HashData(_key, buffer.WrittenSpan))}\"}}";
    }

    /// <summary>What is wrong with a provenance that a sample carries; null where nothing is.</summary>
    public string? Fault(Sample sample, string? provenance)
    {
        if (string.IsNullOrEmpty(provenance))
        {
            return "there is no provenance";
        }

        if (!provenance.Contains($"\"text_sha256\":\"{Digest(sample.Text)}\"", StringComparison.Ordinal))
        {
            return "the text is not the one that the provenance is of";
        }

        return _key is null || IsSealed(provenance) ? null : "the seal does not hold";
    }

    private bool IsSealed(string provenance)
    {
        var at = provenance.LastIndexOf(Seal, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(_key!, Encoding.UTF8.GetBytes(provenance[..at] + "}")));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected + "\"}"), Encoding.UTF8.GetBytes(provenance[(at + Seal.Length)..]));
    }

    private static void Write(Utf8JsonWriter json, string column, object? value)
    {
        switch (value)
        {
            case string text: json.WriteString(column, text); break;
            case long number: json.WriteNumber(column, number); break;
            case bool flag: json.WriteBoolean(column, flag); break;
            case double number when double.IsFinite(number): json.WriteNumber(column, number); break;
            case object?[] list:
                json.WriteStartArray(column);
                foreach (var item in list.OfType<string>())
                {
                    json.WriteStringValue(item);
                }

                json.WriteEndArray();
                break;
            default: json.WriteNull(column); break;
        }
    }

    // Of the UTF-16 units: texts with lone surrogates have a digest too.
    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan())));
}
