using System.Text.Json;
using Streaming.Models.Sessions;
using Streaming.Operators;
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
    /// <exception cref="BadInputException">There is none, or it cannot be read, or it does not fit the model.</exception>
    public ITracingTokenizer Tokenizer => _tokenizer.Value;

    internal GraphFiles Graphs { get; }

    /// <summary>The size of its graphs in the precision asked for, external data included.</summary>
    internal long GraphBytes => Graphs.Roles.Select(role => Graphs.Of(role).Path).SelectMany(ModelDigest.WithData).Distinct().Sum(path => new FileInfo(path).Length);

    /// <summary>Reads a folder.</summary>
    /// <param name="path">The folder that holds config.json.</param>
    /// <param name="dtype">The precision to take: <c>auto</c> or the ending of the ONNX files (<c>fp32</c> for none, <c>fp16</c>, <c>int8</c>, <c>quantized</c>…).</param>
    /// <exception cref="BadInputException">It is no model folder; the message says why and what to do.</exception>
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

    // That the tokenizer's ids are the graph's is tried on the graph; here is what the files say of each other.
    private ITracingTokenizer Fitting(ITracingTokenizer tokenizer)
    {
        int?[] named = [Config.PadTokenId, Config.DecoderStartTokenId, .. Config.EndTokenIds.Select(id => (int?)id)];
        if (Array.Find(named, id => id >= tokenizer.VocabularySize) is { } beyond)
        {
            throw Foreign($"tokenizer.json has {tokenizer.VocabularySize} ids, but the model's configuration names the id {beyond}");
        }

        // Models have some ids more than their tokenizers, for the sake of round numbers, but not twice as many.
        if (tokenizer.VocabularySize < Config.VocabularySize / 2)
        {
            throw Foreign($"tokenizer.json has {tokenizer.VocabularySize} ids, but config.json has {Config.VocabularySize}");
        }

        var special = SpecialTokens();
        return special.Length == 0 || Array.Exists(special, token => tokenizer.IdOf(token) is not null)
            ? tokenizer
            : throw Foreign($"tokenizer.json has none of the special tokens of tokenizer_config.json ({string.Join(", ", special)})");
    }

    private string[] SpecialTokens() => Json("tokenizer_config.json") is { ValueKind: JsonValueKind.Object } config
        ? [.. config.EnumerateObject().Where(pair => pair.Name.EndsWith("_token", StringComparison.Ordinal)).Select(pair => pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() : pair.Value.Text("content")).OfType<string>().Distinct()]
        : [];

    private BadInputException Foreign(string what) =>
        BadModel.Because(FullPath, what, "The tokenizer is another model's: fetch the one that belongs to this one.");
}
