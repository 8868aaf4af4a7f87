using System.Text.Json;
using Streaming.Tokenizers;

namespace Streaming.Models.Folders;

/// <summary>A model folder in Hugging Face layout, read but not loaded: its configuration, its tokenizer, its ONNX files.</summary>
public sealed class ModelFolder
{
    private readonly Lazy<ITracingTokenizer> _tokenizer;

    private ModelFolder(string path, string dtype)
    {
        FullPath = path;
        Config = new ModelConfig(
            JsonFile.Required(path, "config.json", "A model folder has the layout of a Hugging Face repository; point to the folder that holds config.json."),
            JsonFile.Optional(path, "generation_config.json"));
        Graphs = new GraphFiles(path, dtype);
        _tokenizer = new Lazy<ITracingTokenizer>(LoadTokenizer);
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>What config.json says.</summary>
    public ModelConfig Config { get; }

    /// <summary>The folder's tokenizer, read when first asked for.</summary>
    /// <exception cref="Operators.BadInputException">There is none, or it cannot be read, or it does not fit the model.</exception>
    public ITracingTokenizer Tokenizer => _tokenizer.Value;

    internal GraphFiles Graphs { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder that holds config.json.</param>
    /// <param name="dtype">The precision to take: <c>auto</c> or the ending of the ONNX files (<c>fp32</c> for none, <c>fp16</c>, <c>int8</c>, <c>quantized</c>…).</param>
    /// <exception cref="Operators.BadInputException">It is no model folder; the message says why and what to do.</exception>
    public static ModelFolder Open(string path, string dtype = "auto")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Directory.Exists(path)
            ? new ModelFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), dtype)
            : throw BadModel.Because(path, "there is no such folder", "Give the path of a folder with config.json and *.onnx.");
    }

    internal JsonElement? Json(string name) => JsonFile.Optional(FullPath, name);

    private ITracingTokenizer LoadTokenizer()
    {
        try
        {
            return Fitting(TokenizerFile.Load(FullPath));
        }
        catch (FileNotFoundException e)
        {
            throw BadModel.Because(FullPath, "there is no tokenizer.json", "Save the tokenizer into the folder (tokenizer.save_pretrained) or fetch tokenizer.json.", e);
        }
        catch (InvalidDataException e)
        {
            throw BadModel.Because(FullPath, $"its tokenizer cannot be used: {e.Message}", "Fetch tokenizer.json again, or save it with a current version of its library.", e);
        }
    }

    // The ids that config.json names must be the tokenizer's; that the tokenizer's ids are the graph's is tried on the graph.
    private ITracingTokenizer Fitting(ITracingTokenizer tokenizer)
    {
        int?[] named = [Config.PadTokenId, Config.DecoderStartTokenId, .. Config.EndTokenIds.Select(id => (int?)id)];
        var beyond = Array.Find(named, id => id >= tokenizer.VocabularySize);
        return beyond is null
            ? tokenizer
            : throw BadModel.Because(
                FullPath,
                $"tokenizer.json has {tokenizer.VocabularySize} ids, but the model's configuration names the id {beyond}",
                "The tokenizer is another model's: fetch the one that belongs to it.");
    }
}
