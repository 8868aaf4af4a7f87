using System.Buffers;
using System.IO.Hashing;
using Streaming.Models.Folders;

namespace Streaming.Models.Sessions;

/// <summary>The fingerprint of a model: of the graphs in use with their external data, and of every file that decides what they are fed.</summary>
internal static class ModelDigest
{
    private const int BlockBytes = 1 << 20;

    private static readonly string[] Settings =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "spiece.model", "special_tokens_map.json", "chat_template.jinja",
        "chat_template.json", "preprocessor_config.json", "processor_config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json",
    ];

    // Weights that lie beside a graph; its name may be anything, but these are what exporters write.
    private static readonly string[] DataExtensions = [".data", ".onnx_data", ".bin", ".weight", ".weights"];

    public static string Of(string folder, IEnumerable<string> graphs)
    {
        var hash = new XxHash128();
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        foreach (var path in Settings.Select(name => Path.Combine(folder, name)).Where(File.Exists).Concat(graphs.Order(StringComparer.Ordinal).SelectMany(WithData)))
        {
            Append(hash, Path.GetRelativePath(folder, path).Replace('\\', '/'), path, block);
        }

        ArrayPool<byte>.Shared.Return(block);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>A graph and the files of its external data.</summary>
    public static IEnumerable<string> WithData(string graph) => Directory.EnumerateFiles(Path.GetDirectoryName(graph)!)
        .Where(path => path == graph || path.StartsWith(graph + "_data", StringComparison.Ordinal) || path.StartsWith(graph + ".", StringComparison.Ordinal)
            || (DataExtensions.Contains(Path.GetExtension(path)) && !path.Contains("pytorch_model", StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    private static void Append(XxHash128 hash, string name, string path, byte[] block)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            hash.Append(System.Text.Encoding.UTF8.GetBytes($"{name}\0{file.Length}\0"));
            while (file.Read(block, 0, BlockBytes) is > 0 and var read)
            {
                hash.Append(block.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw BadModel.Because(path, $"it cannot be read: {e.Message}", "Fetch the file again, or let this user read it.", e);
        }
    }
}
