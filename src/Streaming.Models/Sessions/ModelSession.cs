using Streaming.Models.Encoders;
using Streaming.Models.Folders;
using Streaming.Models.Generation;
using Streaming.Models.Images;
using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>A model, loaded once for a folder, a device and a precision; what uses it is made from it and may be used from any thread until it is disposed of.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly Dictionary<string, GraphSession> _graphs = new(StringComparer.Ordinal);
    private readonly SessionSettings _settings;
    private readonly Lazy<string> _digest;
    private string _main = "model";
    private LogitLine? _line;
    private DecoderGraphs? _decoder;

    private ModelSession(ModelFolder folder, SessionSettings settings)
    {
        Folder = folder;
        _settings = settings;
        _digest = new Lazy<string>(() => ModelDigest.Of(folder.FullPath, _graphs.Values.Select(graph => graph.FilePath)));
        Device = Accelerator.Resolve(settings.Device);
        if (settings.Device.Kind == "auto" && Device.Kind == "cpu")
        {
            FellBack = true;
        }
    }

    /// <summary>The folder that it is from.</summary>
    public ModelFolder Folder { get; }

    /// <summary>What it does.</summary>
    public ModelFamily Family { get; private set; }

    /// <summary>Where it runs.</summary>
    public ModelDevice Device { get; }

    /// <summary>Whether <c>auto</c> came down to the processor.</summary>
    public bool FellBack { get; }

    /// <summary>The fingerprint of everything that decides its results: 128 bits in hex.</summary>
    public string Digest => _digest.Value;

    internal IEnumerable<GraphSession> Graphs => _graphs.Values;

    /// <summary>Loads a model.</summary>
    /// <exception cref="BadInputException">The folder, a file of it, or the device cannot be used; the message names it and says what to do.</exception>
    public static ModelSession Load(string folder, SessionSettings? settings = null)
    {
        var given = settings ?? new SessionSettings();
        var session = new ModelSession(ModelFolder.Open(folder, given.Dtype), given);
        try
        {
            session.Open();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Loads a model and tries it.</summary>
    /// <exception cref="BadInputException">As <see cref="Load"/> and <see cref="Warm"/>.</exception>
    public static ModelSession LoadWarm(string folder, SessionSettings? settings = null)
    {
        var session = Load(folder, settings);
        try
        {
            session.Warm();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Tries the model with the tokenizer's highest id and a blank picture, so that what does not fit is known before the first sample, and the first sample is not slower than the next.</summary>
    /// <exception cref="BadInputException">The parts of the folder do not fit each other.</exception>
    public void Warm()
    {
        Action warm = Family switch
        {
            ModelFamily.TextClassifier => AsTextClassifier().Warm,
            ModelFamily.TokenClassifier => AsTokenClassifier().Warm,
            ModelFamily.ImageClassifier => AsImageClassifier().Warm,
            ModelFamily.TextEmbedder => AsTextEmbedder().Warm,
            ModelFamily.ImageEmbedder => AsImageEmbedder().Warm,
            ModelFamily.DualEncoder => AsDualEncoder().Warm,
            ModelFamily.ImageTextClassifier => AsImageTextClassifier().Warm,
            ModelFamily.Decoder => AsDecoder().Warm,
            ModelFamily.TextToText => AsTextToText().Warm,
            _ => AsImageToText().Warm,
        };
        warm();
    }

    /// <summary>The model as a text classifier.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TextClassifier AsTextClassifier() => As(ModelFamily.TextClassifier, () => new TextClassifier(Folder, Main));

    /// <summary>The model as a classifier of tokens.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TokenClassifier AsTokenClassifier() => As(ModelFamily.TokenClassifier, () => new TokenClassifier(Folder, Main));

    /// <summary>The model as a classifier of pictures.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public ImageClassifier AsImageClassifier() => As(ModelFamily.ImageClassifier, () => new ImageClassifier(Folder, Main, Images()));

    /// <summary>The model as an embedder of texts.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TextEmbedder AsTextEmbedder(EmbeddingSettings? settings = null) =>
        As(ModelFamily.TextEmbedder, () => new TextEmbedder(Folder, Main, settings ?? EmbeddingSettings.Default));

    /// <summary>The model as an embedder of pictures.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public ImageEmbedder AsImageEmbedder(EmbeddingSettings? settings = null) =>
        As(ModelFamily.ImageEmbedder, () => new ImageEmbedder(Main, Images(), settings ?? EmbeddingSettings.Default));

    /// <summary>The model as a dual encoder of texts and pictures.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public DualEncoder AsDualEncoder() => As(ModelFamily.DualEncoder, () => _graphs.TryGetValue("vision_model", out var images)
        ? DualGraphs.Split(Folder, _graphs["text_model"], images, Images(), _line)
        : DualGraphs.Joint(Folder, Main, Images()));

    /// <summary>The model as a classifier of pictures with texts.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public ImageTextClassifier AsImageTextClassifier() => As(ModelFamily.ImageTextClassifier, () => new ImageTextClassifier(Folder, Main, Images()));

    /// <summary>The model as a decoder.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TextDecoder AsDecoder() => As(ModelFamily.Decoder, () => new TextDecoder(Folder, _decoder!));

    /// <summary>The model as a measure of texts: losses and perplexity.</summary>
    /// <exception cref="BadInputException">It is no decoder.</exception>
    public LossModel AsLossModel() => As(ModelFamily.Decoder, () => new LossModel(Folder, _decoder!));

    /// <summary>The model as an encoder-decoder of texts.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public TextToText AsTextToText() => As(ModelFamily.TextToText, () => new TextToText(Folder, Main, _decoder!));

    /// <summary>The model as an encoder-decoder of pictures.</summary>
    /// <exception cref="BadInputException">It is none.</exception>
    public ImageToText AsImageToText() => As(ModelFamily.ImageToText, () => new ImageToText(Folder, Main, _decoder!, Images()));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var graph in _graphs.Values)
        {
            graph.Dispose();
        }

        _graphs.Clear();
    }

    internal ImagePreparation Images() => new(Folder, _settings.MaxImagePixels);

    private GraphSession Main => _graphs[_main];

    private void Open()
    {
        var files = Folder.Graphs;
        if (ModelFamilies.IsDual(files))
        {
            OpenDual(files);
            return;
        }

        if (ModelFamilies.HasDecoder(files))
        {
            OpenDecoder(files);
            return;
        }

        _main = files.FirstOf("model", "text_model", "vision_model") ?? throw BadModel.Because(
            Folder.FullPath,
            $"its graphs are of an unknown kind: {string.Join(", ", files.Roles)}",
            $"Expected are model.onnx, encoder_model.onnx with decoder_model*.onnx, or text_model.onnx with vision_model.onnx. Supported are {ModelFamilies.Supported}.");
        Family = ModelFamilies.Of(Graph(_main), Folder.Config);
        _decoder = Family == ModelFamily.Decoder ? new DecoderGraphs(Folder.Config, Main, null) : null;
    }

    // With several exports of a decoder in one folder, the one of a single graph is taken: it is loaded once.
    private void OpenDecoder(GraphFiles files)
    {
        if (files.FirstOf(ModelFamilies.Encoders) is { } encoder)
        {
            _main = encoder;
            Family = ModelFamilies.OfEncoder(Graph(encoder));
        }
        else
        {
            Family = ModelFamily.Decoder;
        }

        var first = files.FirstOf([.. ModelFamilies.MergedDecoders, .. ModelFamilies.FirstDecoders]) ?? throw BadModel.Because(
            Folder.FullPath,
            "there is only a decoder_with_past_model.onnx, which cannot read a prompt",
            "Export decoder_model.onnx or decoder_model_merged.onnx too.");
        var later = ModelFamilies.FirstDecoders.Contains(first) ? files.FirstOf(ModelFamilies.LaterDecoders) : null;
        _decoder = new DecoderGraphs(Folder.Config, Graph(first), later is null ? null : Graph(later));
    }

    private void OpenDual(GraphFiles files)
    {
        Family = ModelFamily.DualEncoder;
        Graph("text_model");
        Graph("vision_model");
        if (files.Has("model"))
        {
            // Only to learn how logits follow from cosines; the two others do the work.
            using var joint = GraphSession.Open(files.Of("model"), Device, _settings);
            _line = DualGraphs.LineOf(Folder, joint, Images());
        }
    }

    private GraphSession Graph(string role)
    {
        if (!_graphs.TryGetValue(role, out var graph))
        {
            _graphs[role] = graph = GraphSession.Open(Folder.Graphs.Of(role), Device, _settings);
        }

        return graph;
    }

    private T As<T>(ModelFamily family, Func<T> make) => Family == family
        ? make()
        : throw BadModel.Because(Folder.FullPath, $"it is of the family {Family} ({Folder.Config.ModelType}), but {family} is what is asked for", "Name another model.");
}
