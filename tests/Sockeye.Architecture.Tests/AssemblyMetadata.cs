using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Sockeye.Architecture.Tests;

/// <summary>What an assembly file refers to and defines, read without loading it.</summary>
internal sealed class AssemblyMetadata : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;

    public AssemblyMetadata(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _reader = _file.GetMetadataReader();
    }

    public IEnumerable<string> ReferencedAssemblies =>
        _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name));

    /// <summary>Full names of the types of other assemblies that this one mentions.</summary>
    public IEnumerable<string> ReferencedTypes => _reader.TypeReferences.Select(FullName);

    /// <summary>Members of other assemblies that this one uses, as <c>Namespace.Type.Member</c>.</summary>
    public IEnumerable<string> ReferencedMembers =>
        from handle in _reader.MemberReferences
        let member = _reader.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        select $"{FullName((TypeReferenceHandle)member.Parent)}.{_reader.GetString(member.Name)}";

    /// <summary>Test methods, as <c>Type.Method</c> without the namespace.</summary>
    public IEnumerable<string> TestMethods =>
        from typeHandle in _reader.TypeDefinitions
        let type = _reader.GetTypeDefinition(typeHandle)
        from methodHandle in type.GetMethods()
        let method = _reader.GetMethodDefinition(methodHandle)
        where method.GetCustomAttributes().Any(IsTestAttribute)
        select $"{_reader.GetString(type.Name)}.{_reader.GetString(method.Name)}";

    public void Dispose() => _file.Dispose();

    private bool IsTestAttribute(CustomAttributeHandle handle) =>
        _reader.GetCustomAttribute(handle).Constructor is { Kind: HandleKind.MemberReference } constructor
        && _reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type
        && FullName((TypeReferenceHandle)type) is "Xunit.FactAttribute" or "Xunit.TheoryAttribute";

    private string FullName(TypeReferenceHandle handle)
    {
        var type = _reader.GetTypeReference(handle);
        var name = _reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return $"{FullName((TypeReferenceHandle)type.ResolutionScope)}.{name}";
        return type.Namespace.IsNil ? name : $"{_reader.GetString(type.Namespace)}.{name}";
    }
}
