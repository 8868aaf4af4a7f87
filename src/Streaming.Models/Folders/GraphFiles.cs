namespace Streaming.Models.Folders;

/// <summary>The ONNX files of a model folder: beside <c>config.json</c>, as optimum writes them, or in <c>onnx/</c>, as onnx-community repositories have them.</summary>
internal sealed class GraphFiles
{
    // What a name stands for, and what is taken where the folder has several precisions and none is asked for: the exact one first.
    private static readonly Dictionary<string, string[]> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auto"] = ["fp32", "fp16", "bf16", "quantized", "q8", "int8", "uint8", "q4f16", "q4", "bnb4", "int4"],
        ["float32"] = ["fp32"],
        ["float16"] = ["fp16"],
        ["q8"] = ["quantized", "q8", "int8", "uint8"],
        ["int8"] = ["int8", "quantized", "q8"],
        ["quantized"] = ["quantized", "q8", "int8", "uint8"],
    };

    private readonly string _folder;
    private readonly List<GraphFile> _files;
    private readonly string[] _wanted;

    public GraphFiles(string folder, string dtype)
    {
        _folder = folder;
        _wanted = Aliases.GetValueOrDefault(dtype, [dtype]);
        string[] places = [Path.Combine(folder, "onnx"), folder];
        _files = [.. places.Where(Directory.Exists).SelectMany(place => Directory.EnumerateFiles(place, "*.onnx").Order(StringComparer.Ordinal)).Select(GraphFile.Of)];
        if (_files.Count == 0)
        {
            throw BadModel.Because(folder, "there is no *.onnx beside config.json or in onnx/", "Export the model (optimum-cli export onnx) or fetch its ONNX files.");
        }
    }

    /// <summary>Every role that there is, in any precision.</summary>
    public IEnumerable<string> Roles => _files.Select(file => file.Role).Distinct();

    /// <summary>Whether there is a file of this role, in any precision.</summary>
    public bool Has(string role) => _files.Exists(file => file.Role == role);

    /// <summary>The file of a role in the precision asked for.</summary>
    public GraphFile Of(string role)
    {
        var candidates = _files.FindAll(file => file.Role == role);
        return _wanted.Select(dtype => candidates.Find(file => string.Equals(file.Dtype, dtype, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(file => file is not null)
            ?? throw BadModel.Because(
                _folder,
                $"there is no {role}.onnx with dtype '{_wanted[0]}'",
                candidates.Count == 0 ? $"There are: {string.Join(", ", _files.Select(file => Path.GetFileName(file.Path)))}." : $"Set dtype to one of: {string.Join(", ", candidates.Select(file => file.Dtype))}.");
    }

    /// <summary>The first of these roles that there is, or null.</summary>
    public string? FirstOf(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Has(role))
            {
                return role;
            }
        }

        return null;
    }
}
