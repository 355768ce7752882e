// Judges a signed PDF by PDFBox and Bouncy Castle: java -cp … PdfBox.java FILE ROOT.DER
//
// One line for each signature field; exit code 1 if anything does not hold. Certificates and
// revocation lists are taken from the file alone.

import java.io.ByteArrayInputStream;
import java.io.File;
import java.security.Security;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

public class PdfBox {
    static final String BC = BouncyCastleProvider.PROVIDER_NAME;
    static final CertificateFactory READER;
    static X509Certificate root;
    static final List<X509Certificate> enclosed = new ArrayList<>();
    static final List<X509CRL> lists = new ArrayList<>();

    static {
        Security.addProvider(new BouncyCastleProvider());
        try {
            READER = CertificateFactory.getInstance("X.509", BC);
        } catch (Exception none) {
            throw new ExceptionInInitializerError(none);
        }
    }

    public static void main(String[] given) throws Exception {
        byte[] file = Files.readAllBytes(new File(given[0]).toPath());
        root = certificate(Files.readAllBytes(new File(given[1]).toPath()));
        boolean all = true;
        try (PDDocument document = PDDocument.load(file)) {
            COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
            COSDictionary store = (COSDictionary) catalog.getDictionaryObject(COSName.getPDFName("DSS"));
            for (byte[] der : streams(store, "Certs")) enclosed.add(certificate(der));
            for (byte[] der : streams(store, "CRLs")) {
                lists.add((X509CRL) READER.generateCRL(new ByteArrayInputStream(der)));
            }
            for (PDSignatureField field : document.getSignatureFields()) {
                boolean holds = judge(field.getPartialName(), field.getSignature(), file);
                all = all && holds;
            }
        }
        System.exit(all ? 0 : 1);
    }

    static boolean judge(String name, PDSignature signature, byte[] file) throws Exception {
        byte[] content = signature.getSignedContent(file);
        byte[] value = signature.getContents(file);
        if (signature.getSubFilter().equals("ETSI.RFC3161")) {
            boolean stamp = stamped(token(value), content);
            System.out.println(name + " timestamp=" + stamp);
            return stamp;
        }
        CMSSignedData data = new CMSSignedData(new CMSProcessableByteArray(content), value);
        SignerInformation signer = data.getSignerInfos().getSigners().iterator().next();
        X509CertificateHolder holder = (X509CertificateHolder) data.getCertificates().getMatches(signer.getSID()).iterator().next();
        boolean verified = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder));
        AttributeTable unsigned = signer.getUnsignedAttributes();
        Attribute attribute = unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        TimeStampToken token = token(attribute.getAttributeValues()[0].toASN1Primitive().getEncoded());
        boolean stamp = stamped(token, signer.getSignature());
        Date at = token.getTimeStampInfo().getGenTime();
        boolean path = path(certificate(holder.getEncoded()), data.getCertificates(), at);
        String algorithm = signer.getEncryptionAlgOID();
        System.out.println(name + " signature=" + verified + " algorithm=" + algorithm + " timestamp=" + stamp + " path=" + path);
        return verified && stamp && path;
    }

    static TimeStampToken token(byte[] der) throws Exception {
        return new TimeStampToken(new CMSSignedData(der));
    }

    static boolean stamped(TimeStampToken token, byte[] content) throws Exception {
        X509CertificateHolder holder = (X509CertificateHolder) token.getCertificates().getMatches(token.getSID()).iterator().next();
        // Throws where the signature, the purpose or the validity at that time is wrong.
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(BC).build(holder));
        var digest = new JcaDigestCalculatorProviderBuilder().build().get(token.getTimeStampInfo().getHashAlgorithm());
        digest.getOutputStream().write(content);
        boolean same = Arrays.equals(digest.getDigest(), token.getTimeStampInfo().getMessageImprintDigest());
        return same && path(certificate(holder.getEncoded()), token.getCertificates(), token.getTimeStampInfo().getGenTime());
    }

    /** Whether the certificate leads to the root, was valid at that time and is on no list of its issuer's. */
    static boolean path(X509Certificate leaf, Store<X509CertificateHolder> beside, Date at) throws Exception {
        List<X509Certificate> pool = new ArrayList<>(enclosed);
        for (X509CertificateHolder holder : beside.getMatches(null)) pool.add(certificate(holder.getEncoded()));
        X509CertSelector selector = new X509CertSelector();
        selector.setCertificate(leaf);
        PKIXBuilderParameters asked = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), selector);
        asked.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(pool), BC));
        asked.setDate(at);
        // The lists were made after the signature, as they must be; they are read below.
        asked.setRevocationEnabled(false);
        var chain = CertPathBuilder.getInstance("PKIX", BC).build(asked).getCertPath().getCertificates();
        for (var link : chain) {
            X509Certificate certificate = (X509Certificate) link;
            X509Certificate issuer = root;
            for (X509Certificate other : pool) {
                if (other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) issuer = other;
            }
            boolean listed = false;
            for (X509CRL list : lists) {
                if (!list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) continue;
                list.verify(issuer.getPublicKey(), BC);
                if (list.isRevoked(certificate)) return false;
                listed = true;
            }
            if (!listed) return false;
        }
        return true;
    }

    static X509Certificate certificate(byte[] der) throws Exception {
        return (X509Certificate) READER.generateCertificate(new ByteArrayInputStream(der));
    }

    static List<byte[]> streams(COSDictionary store, String name) throws Exception {
        List<byte[]> all = new ArrayList<>();
        for (COSBase item : (COSArray) store.getDictionaryObject(COSName.getPDFName(name))) {
            COSBase stream = item instanceof org.apache.pdfbox.cos.COSObject object ? object.getObject() : item;
            all.add(((COSStream) stream).createInputStream().readAllBytes());
        }
        return all;
    }
}
