namespace Streaming.Tables;

/// <summary>A kind of store that addresses name by their scheme (<c>s3</c> of <c>s3://bucket/prefix</c>). Found by its type among the program's assemblies; needs a public constructor without arguments.</summary>
public interface IObjectStoreScheme
{
    /// <summary>The scheme, in small letters.</summary>
    string Name { get; }

    /// <summary>What is wrong with an address, told without asking any server and without repeating a secret in it; null where it is well formed.</summary>
    string? Problem(string address);

    /// <summary>The store at an address: paths are relative to it. Asks no server yet.</summary>
    /// <exception cref="Operators.BadInputException">The address, or the settings for the scheme, are wrong.</exception>
    IObjectStore Open(string address);
}
