namespace Streaming.Operators.Safety.Pii;

/// <summary>A kind of personal details.</summary>
internal enum PiiKind
{
    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>International bank account numbers with a valid checksum and the length of their country.</summary>
    Iban,

    /// <summary>Payment card numbers of the known schemes with a valid Luhn checksum.</summary>
    CreditCard,

    /// <summary>National identity, tax and health numbers with valid check digits.</summary>
    NationalId,

    /// <summary>IPv4 and IPv6 addresses, other than those of private and special networks.</summary>
    Ip,

    /// <summary>Telephone numbers that libphonenumber holds for valid.</summary>
    Phone,

    /// <summary>Names of persons, which a model finds.</summary>
    Person,

    /// <summary>Names of places, which a model finds.</summary>
    Location,

    /// <summary>Names of organisations, which a model finds.</summary>
    Organization,
}
