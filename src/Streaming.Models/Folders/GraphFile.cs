namespace Streaming.Models.Folders;

/// <summary>One ONNX file of a model folder.</summary>
/// <param name="Role">Its name without precision: <c>model</c>, <c>encoder_model</c>, <c>decoder_model_merged</c>…</param>
/// <param name="Dtype">Its precision as its name says it: <c>fp32</c> where it says nothing, else <c>fp16</c>, <c>int8</c>, <c>quantized</c>…</param>
/// <param name="Path">Where it is.</param>
internal sealed record GraphFile(string Role, string Dtype, string Path)
{
    public const string Plain = "fp32";

    // Longest first: q4f16 ends like no other, but uint8 ends like int8.
    private static readonly string[] Suffixes = ["quantized", "q4f16", "uint8", "fp16", "bf16", "fp32", "int8", "int4", "bnb4", "q8", "q4"];

    /// <summary>Reads role and precision from a file's name.</summary>
    public static GraphFile Of(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        var suffix = Array.Find(Suffixes, suffix => name.EndsWith('_' + suffix, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? new GraphFile(name, Plain, path) : new GraphFile(name[..^(suffix.Length + 1)], suffix, path);
    }
}
